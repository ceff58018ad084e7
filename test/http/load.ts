/** Other systems at work: requests, evidence with its document, events, over several connections; what each was answered. */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { REQUEST_EXAMPLE } from '../../client/http/writing/requests.js';

export interface Sent {
  what: 'request' | 'document' | 'evidence' | 'event';
  key: string;
  /** Of a request its reference, of evidence and documents their id. */
  name: string;
  /** Not yet known of a request. */
  caseRef: string;
  hash: string;
  /** Of the last answer; 0 where there was none. */
  status: number;
  times: number;
}

const textOf = (name: string): string => `What ${name} says`;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const evidence = (name: string, hash?: string) => ({
  evidenceId: name,
  kind: 'report',
  from: 'school',
  title: 'A report',
  ...(hash === undefined ? {} : { documentHash: hash }),
});

const bodyOf = ({ what, name, caseRef, hash }: Sent): [method: string, path: string, type: string, body: string] => {
  switch (what) {
    case 'request': {
      const child = { ...REQUEST_EXAMPLE.child, name: `Robin Example ${name}` };
      return [
        'POST',
        '/v1/requests',
        'application/json',
        JSON.stringify({ ...REQUEST_EXAMPLE, externalRef: name, child }),
      ];
    }
    case 'document':
      return ['PUT', `/v1/cases/${caseRef}/documents/${name}`, 'text/plain', textOf(name)];
    case 'evidence':
      return ['POST', `/v1/cases/${caseRef}/evidence`, 'application/json', JSON.stringify(evidence(name, hash))];
    case 'event': {
      const event = {
        specversion: '1.0',
        id: name,
        source: '/load',
        type: 'ehcna.evidence.received',
        subject: caseRef,
      };
      const text = JSON.stringify({ ...event, data: evidence(name) });
      return ['POST', '/v1/events', 'application/cloudevents+json', text];
    }
  }
};

export class Load {
  readonly sent: Sent[] = [];
  /** Answers other than 2xx, counted. */
  readonly others = new Map<number, number>();
  private readonly cases: string[] = [];
  private stopping = false;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  begin(connections: number): void {
    this.stopping = false;
    this.working = Promise.all(Array.from({ length: connections }, () => this.work()));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
  }

  /** With its key, as it was. */
  async send(sent: Sent): Promise<number> {
    const [method, path, type, body] = bodyOf(sent);
    sent.times += 1;
    try {
      const answer = await fetch(`${this.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': type, 'idempotency-key': sent.key },
        body,
      });
      const said = (await answer.json()) as { caseRef?: string };
      if (answer.ok && sent.what === 'request') {
        if (sent.caseRef !== '' && sent.caseRef !== said.caseRef) throw new Error(`${sent.name} is two cases`);
        sent.caseRef = said.caseRef ?? '';
      }
      sent.status = answer.status;
    } catch (error) {
      if (error instanceof Error && error.message.endsWith('two cases')) throw error;
      sent.status = 0;
    }
    if (sent.status < 200 || sent.status > 299) this.others.set(sent.status, (this.others.get(sent.status) ?? 0) + 1);
    return sent.status;
  }

  private fresh(what: Sent['what'], caseRef: string, name = `${what}-${randomUUID()}`): Sent {
    const hash = hashOf(textOf(name));
    const sent: Sent = { what, key: randomUUID(), name, caseRef, hash, status: 0, times: 0 };
    this.sent.push(sent);
    return sent;
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      const status = await this.one();
      if (status === 0) await this.untilThere();
    }
  }

  /** Whoever finds nobody waits, and sends nothing new meanwhile. */
  private async untilThere(): Promise<void> {
    const answer = await fetch(`${this.url}/healthz`).catch(() => undefined);
    if (answer?.ok || this.stopping) return;
    await pause(100);
    await this.untilThere();
  }

  private async one(): Promise<number> {
    const caseRef = this.cases[Math.floor(Math.random() * this.cases.length)];
    const draw = Math.random();
    if (caseRef === undefined || draw < 0.3) {
      const request = this.fresh('request', '');
      const status = await this.send(request);
      if (status >= 200 && status <= 299) this.cases.push(request.caseRef);
      return status;
    }
    if (draw < 0.6) return this.send(this.fresh('event', caseRef));
    const document = this.fresh('document', caseRef);
    const status = await this.send(document);
    return status === 201 ? this.send(this.fresh('evidence', caseRef, document.name)) : status;
  }
}
