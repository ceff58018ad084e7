import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rehearsal } from '../../client/clock/test-clock.js';
import { temporalAddress, temporalNamespace } from '../environment.js';

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
});
afterAll(() => connection?.close());

const client = () => new Client({ connection, namespace: temporalNamespace() });
const here = () => ({ address: temporalAddress(), namespace: temporalNamespace() });

/** The server's answer where the switch is off, as it comes over the wire. */
const withoutSkipping = (real: Client): Client => {
  const refusal = Object.assign(new Error('The Time-Skipping feature is not enabled for namespace.'), {
    code: 12,
    details: 'The Time-Skipping feature is not enabled for namespace.',
    metadata: {},
  });
  const pollWorkflowExecutionTimeSkipping = () => Promise.reject(refusal);
  return Object.create(real, { workflowService: { value: { pollWorkflowExecutionTimeSkipping } } }) as Client;
};

describe('time can be moved', () => {
  it('where the caller says that this server is for rehearsals', async () => {
    await expect(Rehearsal.open(client(), here())).resolves.toBeInstanceOf(Rehearsal);
  });

  it('not in another namespace than the one named', async () => {
    await expect(Rehearsal.open(client(), { ...here(), namespace: 'rehearsals' })).rejects.toThrow(
      `only be moved in the rehearsal namespace rehearsals; this client is in ${temporalNamespace()}`,
    );
  });

  it('not on another server than the one named', async () => {
    await expect(Rehearsal.open(client(), { ...here(), address: 'localhost:7233' })).rejects.toThrow(
      'only be moved on the rehearsal server localhost:7233',
    );
  });

  it('not where the server does not allow it', async () => {
    await expect(Rehearsal.open(withoutSkipping(client()), here())).rejects.toThrow('does not allow time skipping');
  });
});
