/** The outside world on 127.0.0.1: a mail server that keeps what it gets, and a GOV.UK Notify that can be made to fail. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface CapturedMail {
  from: string;
  to: string[];
  source: string;
}

export interface MailServer {
  url: string;
  mails: CapturedMail[];
  /** What the server does with the next messages; it keeps a message that it loses the answer of, or is silent about. */
  mood: { answer: 'accept' | 'reject-recipient' | 'put-off' | 'lose-answer' | 'silent' };
  close(): Promise<void>;
}

export const startMailServer = async (): Promise<MailServer> => {
  const mails: CapturedMail[] = [];
  const mood: MailServer['mood'] = { answer: 'accept' };
  const fail = (code: number) => Object.assign(new Error('no such person here'), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => {
      if (mood.answer === 'reject-recipient') done(fail(550));
      else if (mood.answer === 'put-off') done(fail(451));
      else done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
        });
        if (mood.answer === 'lose-answer') for (const connection of server.connections) connection.close();
        else if (mood.answer !== 'silent') done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mood,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

interface Notification {
  id: string;
  reference: string;
  status: string;
  type: 'letter' | 'email';
  body: Record<string, unknown>;
}

const POST_MOODS = ['accept', 'fail', 'busy', 'silent', 'keep-and-fail', 'drop', 'twice', 'invalid'] as const;

export interface FakeNotify {
  url: string;
  notifications: Notification[];
  /** Requests in their order: `POST letter 201`, `GET 200`. */
  log: string[];
  /**
   * `fail`: 500 and nothing kept; `busy`: 429, with the seconds to wait; `silent`: nothing kept, never an answer;
   * `keep-and-fail`: kept, then 500; `drop`: kept, then the connection is cut; `twice`: kept two times, then cut.
   */
  mood: { post: (typeof POST_MOODS)[number]; get: 'answer' | 'fail' | 'silent' };
  /** Told of each letter taken, before Notify answers; `path` is that of the request. */
  taken: (path: string) => void;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
};

export const startNotify = async (): Promise<FakeNotify> => {
  const notifications: Notification[] = [];
  const log: string[] = [];
  const mood: FakeNotify['mood'] = { post: 'accept', get: 'answer' };
  const fake = { notifications, log, mood, taken: (_path: string): void => undefined };
  const server: Server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const say = (status: number, body: object, what: string, headers: Record<string, string> = {}) => {
      log.push(`${what} ${status}`);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
    const refuse = (status: number, what: string, headers: Record<string, string> = {}) =>
      say(status, { status_code: status, errors: [{ error: 'Error', message: 'x' }] }, what, headers);
    if (!request.headers.authorization?.startsWith('Bearer ')) return refuse(401, request.method ?? '');
    if (request.method === 'GET') {
      const found = notifications.filter((n) => n.reference === url.searchParams.get('reference'));
      if (mood.get === 'fail') return refuse(503, 'GET');
      if (mood.get === 'silent') return log.push('GET unanswered');
      return say(200, { notifications: found, links: { current: url.href } }, 'GET');
    }
    const type = url.pathname.endsWith('letter') ? 'letter' : 'email';
    const body = await bodyOf(request);
    const what = `POST ${type}`;
    if (mood.post === 'invalid') return refuse(400, what);
    if (mood.post === 'fail') return refuse(500, what);
    if (mood.post === 'busy') return refuse(429, what, { 'retry-after': '30' });
    if (mood.post === 'silent') return log.push(`${what} unanswered`);
    const keep = (): string => {
      const id = `00000000-0000-4000-8000-${String(notifications.length + 1).padStart(12, '0')}`;
      notifications.push({ id, reference: String(body.reference), status: 'accepted', type, body });
      return id;
    };
    const id = keep();
    if (mood.post === 'twice') keep();
    fake.taken(url.pathname);
    if (mood.post === 'keep-and-fail') return refuse(500, what);
    if (mood.post === 'drop' || mood.post === 'twice') return request.socket.destroy();
    return say(201, { id, reference: body.reference }, what);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
};

/** In the form the client takes apart: a name, a service id and a secret. */
export const NOTIFY_KEY = 'test-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222';
