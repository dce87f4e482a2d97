import t from 'tap';
import { compiled, saidOf, smallSite } from './small-site.js';

const secret = `sha256:${'A'.repeat(43)}`;
const argon =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZWhhc2hzb21laGFzaHNvbWVoYXNoc29tZWhhc2g';
const lines = `supervisors:
  anna: { name: Anna, phone: PJSIP/901, may: [listen] }
users:
  tess: { role: technician, secret: "${argon}" }
  sue: { role: supervisor, supervisor: anna, flows: [n1], secret: "${argon}" }
  alice: { role: agent, agent: "101", secret: "${argon}" }
  hall: { role: board, secret: "${secret}" }
panel:
  bind: 0.0.0.0
  tls: { certificate: /etc/plateau/tls/site.pem, key: /etc/plateau/tls/site.key }
  sessions: { idle: 30m, end: 10h }
`;

t.test('users and the way to the pages stand in the site file', async t => {
  const { users, panel } = await compiled(smallSite + lines);
  t.strictSame(users, [
    { name: 'tess', role: 'technician', agent: null, supervisor: null, flows: null, secret: argon },
    { name: 'sue', role: 'supervisor', agent: null, supervisor: 'anna', flows: ['n1'], secret: argon },
    { name: 'alice', role: 'agent', agent: '101', supervisor: null, flows: null, secret: argon },
    { name: 'hall', role: 'board', agent: null, supervisor: null, flows: null, secret },
  ]);
  t.match(panel, {
    bind: '0.0.0.0',
    tls: { certificate: '/etc/plateau/tls/site.pem', key: '/etc/plateau/tls/site.key' },
    sessions: { idleMs: 1_800_000, endMs: 36_000_000 },
  });
});

t.test('a file without them has none, and pages in clear', async t => {
  const { users, panel } = await compiled(smallSite);
  t.strictSame(users, []);
  t.match(panel, { tls: null, sessions: { idleMs: 14_400_000, endMs: 43_200_000 } });
});

t.test('users that do not fit are refused', async t => {
  const wrong = `users:
  alice: { role: agent, secret: "${argon}" }
  bob: { role: agent, agent: "199", secret: "${argon}" }
  carol: { role: technician, agent: "101", secret: "${argon}" }
  dan: { role: supervisor, supervisor: nobody, flows: [n1, n7], secret: "${argon}" }
  hall: { role: board, secret: "${argon}" }
  Eve: { role: technician, secret: "my password" }
panel: { tls: { certificate: relative.pem } }
`;
  const said = await saidOf(smallSite + wrong);
  const all = said.join('\n');
  for (const part of [
    'the role agent needs the key `agent`',
    'there is no agent `199`',
    'only the role agent has the key `agent`',
    'there is no supervisor `nobody`',
    'there is no flow `n7`',
    'a board has a token, not a password',
    '`Eve` cannot be a name',
    'plateauctl user hash',
  ])
    t.ok(all.includes(part), `${part}\n${all}`);
});
