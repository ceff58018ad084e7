import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../workers/config.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const file = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ehcna-config-'));
  folders.push(folder);
  const path = join(folder, 'secret');
  writeFileSync(path, text);
  return path;
};

describe('configuration', () => {
  test('needs nothing: a Temporal server and a database of our own, below one folder', () => {
    const config = readConfig({ EHCNA_DATA_DIR: '/srv/ehcna' });
    expect(config.temporal).toMatchObject({ external: false, namespace: 'ehcna' });
    expect(config.databaseUrl).toBeUndefined();
    expect(config.outboxDir).toBe('/srv/ehcna/outbox');
  });

  test('takes a server of the user’s own with its namespace and key', () => {
    const { temporal } = readConfig({
      TEMPORAL_ADDRESS: 'tmprl.example:7233',
      TEMPORAL_NAMESPACE: 'sen',
      TEMPORAL_API_KEY: 'k',
    });
    expect(temporal).toMatchObject({ external: true, namespace: 'sen' });
    expect(temporal.connection).toMatchObject({ address: 'tmprl.example:7233', apiKey: 'k', tls: true });
  });

  test('reads a secret from the file that is named', () => {
    const config = readConfig({
      DATABASE_URL_FILE: file('postgresql://u:p@db/ehcna\n'),
      SMTP_URL_FILE: file('smtp://u:p@mail'),
      EHCNA_MAIL_FROM: 'sen@council.example',
    });
    expect(config.databaseUrl).toBe('postgresql://u:p@db/ehcna');
    expect(config.mail).toEqual({ url: 'smtp://u:p@mail', from: 'sen@council.example' });
  });

  test('keeps documents in the data folder, or where it is told to', () => {
    const { documents } = readConfig({ EHCNA_DATA_DIR: '/srv/ehcna' });
    expect(documents).toMatchObject({
      named: undefined,
      place: { folder: '/srv/ehcna/objects' },
      largestBytes: 20 * 1024 * 1024,
    });
    const bucket = readConfig({
      EHCNA_OBJECTS: 's3://sen-documents?region=eu-west-2',
      EHCNA_S3_ACCESS_KEY_ID: 'AKID',
      EHCNA_S3_SECRET_ACCESS_KEY_FILE: file('secret\n'),
      EHCNA_DOCUMENT_LIMIT_MB: '50',
    }).documents;
    expect(bucket).toMatchObject({
      place: { s3: { bucket: 'sen-documents', region: 'eu-west-2' } },
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
      largestBytes: 50 * 1024 * 1024,
    });
  });

  test('refuses a place for documents that is none, a bucket without what opens it, and a limit that is none', () => {
    const faulty = { EHCNA_OBJECTS: 'objects', EHCNA_DOCUMENT_LIMIT_MB: '0' };
    for (const name of ['EHCNA_OBJECTS: expected folder:', 'EHCNA_DOCUMENT_LIMIT_MB:'])
      expect(() => readConfig(faulty)).toThrow(name);
    expect(() => readConfig({ EHCNA_OBJECTS: 's3://sen-documents' })).toThrow('EHCNA_S3_ACCESS_KEY_ID: needed');
    expect(() => readConfig({ EHCNA_S3_ACCESS_KEY_ID: 'x' })).toThrow('EHCNA_S3_SECRET_ACCESS_KEY: needed');
  });

  test('counts an empty variable as one that is not set', () => {
    expect(readConfig({ DATABASE_URL: '', LOG_LEVEL: '' })).toMatchObject({ databaseUrl: undefined, logLevel: 'warn' });
  });

  test('tells every fault at once, naming each variable', () => {
    const faulty = {
      DATABASE_URL: 'mysql://db',
      TEMPORAL_ADDRESS: 'https://tmprl.example',
      LOG_LEVEL: 'loud',
      EHCNA_PORT: '99999',
      SMTP_URL: 'smtp://mail',
      SMTP_URL_FILE: '/nowhere/smtp',
    };
    const names = [
      'DATABASE_URL:',
      'TEMPORAL_ADDRESS:',
      'LOG_LEVEL:',
      'EHCNA_PORT:',
      'SMTP_URL and SMTP_URL_FILE',
      'SMTP_URL_FILE:',
      'EHCNA_MAIL_FROM:',
    ];
    for (const name of names) expect(() => readConfig(faulty)).toThrow(name);
    expect(() => readConfig(faulty)).toThrow('7 faults');
  });
});
