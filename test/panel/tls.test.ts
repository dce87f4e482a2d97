// Pages over TLS: with the site's certificate, with its renewed one, and not at all without.
import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:https';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { localDates } from '../../src/panel/local-date.js';
import { setUp } from '../../src/panel/setup.js';
import { daysLeft, readCertificate } from '../../src/panel/web/certificate.js';
import { LiveStream } from '../../src/panel/web/live.js';
import { webServer } from '../../src/panel/web/secure.js';
import { servePage } from '../../src/panel/web/server.js';
import { certificateCauses } from '../../src/panel-alarms.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { bundleFiles, givenDoor, people } from './given-door.js';
import { givenSite } from './sites.js';

const dayMs = 86_400_000;
const skip =
  spawnSync('openssl', ['version']).status === 0 ? false : 'openssl makes the certificates of this test';

function makeCertificate(folder: string, name: string, days: number) {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', String(days)],
    ...['-out', files.certificate, '-keyout', files.key],
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  return files;
}

const fetchName = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = get(
      { host: '127.0.0.1', port, path: '/login', agent: false, rejectUnauthorized: false },
      answer => {
        const { socket } = answer;
        const name = 'getPeerCertificate' in socket ? String(Reflect.get(certificateOf(socket), 'CN')) : '';
        answer.resume().on('end', () => resolve(name));
      },
    );
    asked.on('error', reject);
  });

function certificateOf(socket: object): object {
  const peer: unknown = Reflect.apply(Reflect.get(socket, 'getPeerCertificate') as () => unknown, socket, []);
  return typeof peer === 'object' && peer !== null ? (Reflect.get(peer, 'subject') as object) : {};
}

t.test(
  'a renewed certificate is used without a restart, and one that is broken is not',
  { skip },
  async t => {
    const folder = t.testdir();
    const files = makeCertificate(folder, 'first', 365);
    const log = quietLog();
    const server = await webServer(files, log, Date.now, 20);
    const http = server.listen((_request, response) => response.end('hello'));
    t.teardown(() => {
      server.close();
      http.close();
    });
    await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    t.equal(await fetchName(port), 'first');
    writeFileSync(files.certificate, 'half a certif');
    await until('it is complained of', () => log.lines.some(({ level }) => level === 'error'));
    t.equal(await fetchName(port), 'first', 'the old one stays');
    const next = makeCertificate(folder, 'second', 10);
    copyFileSync(next.key, files.key);
    copyFileSync(next.certificate, files.certificate);
    await until('the new one is used', async () => (await fetchName(port)) === 'second');
    t.match(
      log.lines.filter(({ level }) => level === 'warn'),
      [{ message: 'certificate ends soon', fields: { days: 9 } }],
    );
  },
);

t.test(
  'a certificate that ends soon is a cause of an alarm, until a newer one is there',
  { skip },
  async t => {
    const folder = t.testdir();
    const files = makeCertificate(folder, 'site', 30);
    const { endsAtMs } = await readCertificate(files);
    let nowMs = endsAtMs - 22 * dayMs;
    const causes = certificateCauses(files, () => nowMs);
    t.strictSame(await causes(), []);
    nowMs = endsAtMs - 20 * dayMs;
    const soon = [{ kind: 'certificate-ends', about: null, endsAtMs }];
    t.strictSame(await causes(), soon);
    writeFileSync(files.certificate, 'half a certif');
    t.strictSame(await causes(), soon, 'what was known of it stays while it cannot be read');
    const next = makeCertificate(folder, 'next', 365);
    copyFileSync(next.key, files.key);
    copyFileSync(next.certificate, files.certificate);
    t.strictSame(await causes(), []);
    t.strictSame(await certificateCauses(null, () => nowMs)(), [], 'pages without TLS');
  },
);

t.test(
  'a key of another certificate, or a file that is not there, is told before anything is served',
  { skip },
  async t => {
    const folder = t.testdir();
    const [one, other] = [makeCertificate(folder, 'one', 30), makeCertificate(folder, 'other', 30)];
    await t.rejects(readCertificate({ ...one, key: other.key }), {
      code: 'tls-unreadable',
      message: /the key is of another certificate/,
    });
    await t.rejects(readCertificate({ ...one, key: join(folder, 'none') }), { code: 'tls-unreadable' });
    t.equal(daysLeft({ endsAtMs: 22 * dayMs }, 0), null);
    t.equal(daysLeft({ endsAtMs: 20 * dayMs }, 0), 20);
    t.equal(daysLeft({ endsAtMs: 0 }, dayMs), -1);
  },
);

async function givenPages(t: Test) {
  const folder = t.testdir(bundleFiles);
  const web = await servePage(
    {
      stream: new LiveStream(),
      folder: pathToFileURL(`${folder}/`),
      site: { name: 'Paris', language: 'en' },
      door: givenDoor(Object.values(people)).door,
      setup: setUp(givenSite(), localDates('Europe/Paris')),
      tls: makeCertificate(folder, 'site', 365),
      log: quietLog(),
    },
    { host: '127.0.0.1', port: 0 },
  );
  t.teardown(() => web.close());
  await web.tried;
  return web.port() ?? 0;
}

t.test('cookie flags over TLS: sent over TLS only, for this machine only', { skip }, async t => {
  const port = await givenPages(t);
  const logIn = (origin: string) =>
    new Promise<{ status: number; cookie: string; transport: string }>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', origin };
      const asked = request(
        {
          host: '127.0.0.1',
          port,
          path: '/api/v1/session',
          method: 'POST',
          headers,
          rejectUnauthorized: false,
        },
        answer => {
          const { 'set-cookie': cookies, 'strict-transport-security': transport = '' } = answer.headers;
          answer
            .resume()
            .on('end', () =>
              resolve({ status: answer.statusCode ?? 0, cookie: cookies?.[0] ?? '', transport }),
            );
        },
      );
      asked.on('error', reject);
      asked.end(JSON.stringify({ user: 'tess', password: 'right password' }));
    });
  const came = await logIn(`https://127.0.0.1:${port}`);
  t.equal(came.status, 201);
  t.match(came.cookie, /^__Host-plateau=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  t.match(came.transport, /max-age=31536000/);
  t.equal(
    (await logIn(`http://127.0.0.1:${port}`)).status,
    403,
    'a page in clear of the same machine is another site',
  );
});
