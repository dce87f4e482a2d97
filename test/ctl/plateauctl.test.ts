import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { must } from '../../src/base/assert.js';
import type { Fact } from '../../src/core/facts.js';
import type { CommandAnswer } from '../../src/core/inputs.js';
import type { Finding } from '../../src/link/messages.js';
import { sameAsGolden } from '../golden.js';
import { examples, noon } from '../link/facts.js';
import { until } from '../until.js';
import {
  bareCommand,
  givenDaemon,
  givenFolder,
  givenSocket,
  program,
  root,
  run,
  runHere,
  start,
} from './daemon.js';
import { call, callsNow, floorNow, givenDay, nowMs, statusNow } from './scenario.js';

const languages = ['en', 'fr'] as const;

const findings: readonly Finding[] = [
  { severity: 'ok', code: 'ami', text: { en: 'AMI answers', fr: 'AMI répond' }, advice: null },
  {
    severity: 'warning',
    code: 'ari-version',
    text: { en: 'ARI is old', fr: 'ARI est ancien' },
    advice: {
      en: 'Take Asterisk 22.10.1 or newer: it closes known holes in ARI, and takes commands over its websocket',
      fr: 'Prenez Asterisk 22.10.1 ou plus récent : il ferme des failles connues d’ARI et prend les ordres par son websocket',
    },
  },
];

const smallSite = `site:
  name: Essai
  zone: Europe/Paris
  wrapUp: 10s
  languages: [fr, en]
asterisk:
  ami: { user: plateau, password: a }
  ari: { user: plateau, password: b }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
agents:
  - { phone: PJSIP/101, name: Marie, skills: { n1: 3 } }
flows:
  n1:
    name: { en: Level 1, fr: Niveau 1 }
    rings:
      - { at: 0s, agents: n1 >= 2 }
`;

t.test('what a technician reads, in his language', async t => {
  const { socket } = await givenDaemon(t, { doctor: () => ({ findings }) });
  for (const language of languages)
    for (const words of [
      'status',
      'agents',
      'calls',
      `explain ${call}`,
      'doctor',
      'reload',
      'agent ready 102',
    ]) {
      const ended = await run(t, [...words.split(' '), '--socket', socket, '--lang', language]);
      t.strictSame([ended.exit, ended.err], [0, ''], words);
      sameAsGolden(t, `ctl/${words.split(' ')[0]}.${language}.txt`, ended.out);
    }
});

t.test('doctor finds errors: exit code 1; finds nothing at all: a line says so', async t => {
  const finding: Finding = { severity: 'error', code: 'x', text: { en: 'Bad', fr: 'Mal' }, advice: null };
  const ill = await givenDaemon(t, { doctor: () => ({ findings: [finding] }) });
  t.strictSame(await runHere(['doctor', '--socket', ill.socket]), {
    exit: 1,
    out: 'error    Bad [x]\n\n1 error, 0 warnings.\n',
    err: '',
  });
  const well = await givenDaemon(t);
  t.strictSame(await runHere(['doctor', '--socket', well.socket, '--lang', 'fr']), {
    exit: 0,
    out: 'Tout va bien.\n',
    err: '',
  });
});

t.test('the language is that of the environment, unless --lang says otherwise', async t => {
  const { socket } = await givenDaemon(t, { calls: () => ({ nowMs, calls: [] }) });
  const say = async (env: Record<string, string>, ...words: string[]) =>
    (await run(t, ['calls', '--socket', socket, ...words], { env })).out;
  t.strictSame(
    [
      await say({ LANG: 'fr_FR.UTF-8' }),
      await say({ LANG: 'fr_FR.UTF-8', LC_ALL: 'C.UTF-8' }),
      await say({ LANG: 'fur_IT' }),
      await say({ LANG: 'fr_CA' }, '--lang', 'en'),
      await say({}, '--lang=fr'),
    ],
    ['Aucun appel.\n', 'No calls.\n', 'No calls.\n', 'No calls.\n', 'Aucun appel.\n'],
  );
});

t.test('tables fit into 80 columns where there are 80', async t => {
  const { socket } = await givenDaemon(t, {
    agents: () => ({
      ...floorNow,
      agents: floorNow.agents.map(agent => ({
        ...agent,
        name: `${agent.name} 山田太郎 👩‍👩‍👧 de la Tour d’Auvergne`,
        skills: { internet: 4, voip: 3, television: 2, landline: 1 },
      })),
    }),
  });
  for (const language of languages) {
    const { out } = await run(t, ['agents', '--socket', socket, '--lang', language], {
      env: { COLUMNS: '80' },
    });
    sameAsGolden(t, `ctl/agents-80.${language}.txt`, out);
  }
});

t.test('a caller’s name cannot steer the terminal', async t => {
  const evil = '\u001b[2J\u009b31m\u202eDupont\r\n';
  const { socket } = await givenDaemon(t, {
    explain: () => ({
      facts: givenDay()
        .filter(({ fact }) => fact.type === 'call-queued')
        .map(one => ({ ...one, fact: { ...one.fact, callerName: evil } }) as typeof one),
    }),
  });
  const people = await run(t, ['explain', call, '--socket', socket]);
  t.match(people.out, '(·[2J·31m·Dupont··)');
  t.notMatch(people.out.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
  const machines = await run(t, ['explain', call, '--socket', socket, '--json']);
  t.notMatch(machines.out.trimEnd(), /[\p{Cc}\u202e]/u);
  t.equal(JSON.parse(machines.out).result.steps[0].fact.callerName, evil, 'machines get it as it is');
});

t.test('--json gives what the daemon said, in one document a command', async t => {
  const { socket } = await givenDaemon(t, { doctor: () => ({ findings }) });
  const ask = async (...words: string[]) => {
    const { out, err, exit } = await run(t, [...words, '--socket', socket, '--json']);
    t.strictSame([err, exit], ['', 0], words.join(' '));
    t.equal(out.split('\n').length, 2, 'one line');
    return JSON.parse(out);
  };
  t.strictSame(await ask('status'), { ok: true, result: statusNow });
  t.strictSame(await ask('agents'), { ok: true, result: floorNow });
  t.strictSame(await ask('calls'), { ok: true, result: callsNow });
  t.strictSame(await ask('doctor'), { ok: true, result: { errors: 0, warnings: 1, findings } });
  t.strictSame(await ask('reload'), { ok: true, result: { ok: true, revision: '4f2b', problems: [] } });
  t.strictSame(await ask('agent', 'login', '101'), { ok: true, result: { agent: floorNow.agents[0] } });
  const { ok, result } = await ask('explain', call);
  const facts = givenDay().filter(({ fact }) => 'call' in fact && fact.call === call);
  t.strictSame(
    {
      ok,
      call: result.call,
      zone: result.zone,
      facts: result.steps.map(({ seq, atMs, fact }: (typeof facts)[0]) => ({ seq, atMs, fact })),
    },
    { ok: true, call, zone: 'Europe/Paris', facts },
  );
  t.strictSame(
    [result.steps[0].text, result.steps[0].details],
    [
      'Queued in flow n1 (Level 1): call from 0612345678',
      ['Dialled 3200, came over trunk operator, speaks French, priority 0'],
    ],
  );
});

t.test('an agent is told what was asked, and by whom', async t => {
  const { socket, commands } = await givenDaemon(t);
  for (const words of ['login 101', 'logout 101', 'pause 101 --reason lunch', 'ready 101'])
    t.equal((await run(t, ['agent', ...words.split(' '), '--socket', socket])).exit, 0, words);
  const by = { kind: 'command-line', name: 'luc' };
  const asked = (kind: string, more: object = {}) => ({ agent: '101', command: { kind, ...more }, by });
  t.match(commands, [
    asked('login'),
    asked('logout'),
    asked('not-ready', { reason: 'lunch' }),
    asked('ready'),
  ]);
});

t.test(
  'a pause without a reason takes the site’s only one, and is refused where there are several',
  async t => {
    const several = await givenDaemon(t);
    t.strictSame(await run(t, ['agent', 'pause', '101', '--socket', several.socket, '--lang', 'fr']), {
      exit: 2,
      out: '',
      err: 'plateauctl: il faut un motif : --reason\nMotifs : lunch (Repas), training (Formation)\n',
    });
    t.strictSame(several.commands, []);
    const only = await givenDaemon(t, {
      agents: () => ({ ...floorNow, reasons: floorNow.reasons.slice(0, 1) }),
    });
    t.equal((await run(t, ['agent', 'pause', '101', '--socket', only.socket])).exit, 0);
    t.match(only.commands, [{ command: { kind: 'not-ready', reason: 'lunch' } }]);
  },
);

t.test('a refusal says why and what to do, with exit code 1', async t => {
  const refusals: readonly [answer: CommandAnswer, words: string, en: string, fr: string][] = [
    [
      { ok: false, because: 'unknown-agent' },
      'ready marie',
      'the site file has no agent marie\nDid you mean: 101?\nplateauctl agents shows them all.\n',
      'le fichier de site n’a pas d’agent marie\nVouliez-vous dire : 101 ?\nplateauctl agents les montre tous.\n',
    ],
    [
      { ok: false, because: 'unknown-agent' },
      'ready 1001',
      'the site file has no agent 1001\nDid you mean: 101?\nplateauctl agents shows them all.\n',
      'le fichier de site n’a pas d’agent 1001\nVouliez-vous dire : 101 ?\nplateauctl agents les montre tous.\n',
    ],
    [
      { ok: false, because: 'not-logged-in' },
      'ready 103',
      'agent 103 Luc is not logged in\nFirst: plateauctl agent login 103\n',
      'l’agent 103 Luc n’est pas connecté\nD’abord : plateauctl agent login 103\n',
    ],
    [
      { ok: false, because: 'already-logged-in' },
      'login 101',
      'agent 101 Marie Dupont is logged in already\n',
      'l’agent 101 Marie Dupont est déjà connecté\n',
    ],
    [
      { ok: false, because: 'unknown-reason' },
      'pause 101 --reason formation',
      'the site file has no reason formation\nDid you mean: training?\nReasons: lunch (Lunch), training (Training)\n',
      'le fichier de site n’a pas de motif formation\nVouliez-vous dire : training ?\nMotifs : lunch (Repas), training (Formation)\n',
    ],
    [
      { ok: false, because: 'already-ready' },
      'ready 101',
      'agent 101 Marie Dupont is ready already\n',
      'l’agent 101 Marie Dupont est déjà prêt\n',
    ],
  ];
  for (const [answer, words, en, fr] of refusals) {
    const { socket } = await givenDaemon(t, { 'agent-command': () => answer });
    const args = ['agent', ...words.split(' '), '--socket', socket];
    t.strictSame(await runHere(args), { exit: 1, out: '', err: `plateauctl: ${en}` });
    t.strictSame(await runHere([...args, '--lang', 'fr']), { exit: 1, out: '', err: `plateauctl: ${fr}` });
  }
});

t.test(
  'a call that is not on record is refused, with what is near: a slip, or its caller’s number',
  async t => {
    const { socket } = await givenDaemon(t);
    const near = async (asked: string) => {
      const { exit, out } = await run(t, ['explain', asked, '--socket', socket, '--json']);
      const { ok, error } = JSON.parse(out);
      t.strictSame([exit, ok, error.code], [1, false, 'unknown-call']);
      return error.near;
    };
    t.strictSame(await near('1795428500.13'), ['1795428500.12']);
    t.strictSame(await near('0612345678'), ['1795428500.12']);
    t.strictSame(await near('zzz'), []);
    t.strictSame(await run(t, ['explain', '0612', '--socket', socket, '--lang', 'fr']), {
      exit: 1,
      out: '',
      err: 'plateauctl: aucun appel 0612 n’est enregistré\nVouliez-vous dire : 1795428500.12 ?\nplateauctl calls montre les appels du moment ; les plus anciens figurent dans\nqueue_log.\n',
    });
  },
);

t.test('a call that goes on ends with what it is doing now', async t => {
  const ends = async (facts: number) => {
    const { socket } = await givenDaemon(t, {
      explain: () => ({
        facts: givenDay()
          .filter(({ fact }) => 'call' in fact)
          .slice(0, facts),
      }),
    });
    return (await run(t, ['explain', call, '--socket', socket])).out.trimEnd().split('\n').at(-1);
  };
  t.equal(await ends(4), 'He has been in line for 9m.');
  t.equal(await ends(20), 'The talk goes on, for 7m44s now.');
});

t.test(
  'a call that was transferred, or that began with the agent, ends with what it is doing, too',
  async t => {
    const fact = (type: Fact['type']): Fact =>
      must(
        examples.find(one => one.type === type),
        type,
      );
    const started = (manner: 'blind' | 'consultation'): Fact => ({
      type: 'transfer-started',
      call: 'c1',
      leg: 'c1.1',
      agent: '101',
      manner,
      to: { kind: 'agent', agent: '102' },
      by: { kind: 'phone', name: '101' },
    });
    const talk = [fact('call-queued'), fact('call-answered')];
    const due = [fact('outbound-queued'), fact('outbound-due')];
    const dialled = [...due, fact('call-answered'), fact('customer-dialled'), fact('customer-rang')];
    const reached = [...dialled, fact('customer-answered')];
    const table: readonly (readonly [string, readonly Fact[], string])[] = [
      ['a call-back at its moment', due, 'waiting'],
      ['an agent has the customer dialled', dialled, 'nothing'],
      ['the customer has answered', reached, 'talking'],
      ['he has not', [...dialled, fact('customer-not-reached')], 'nothing'],
      ['it is put off', [...due, fact('outbound-postponed')], 'nothing'],
      ['its talk has ended', [...reached, fact('outbound-ended')], 'nothing'],
      ['he is handed on blindly', [...talk, started('blind')], 'waiting'],
      ['and taken', [...talk, started('blind'), fact('call-answered')], 'talking'],
      ['the agent asks another', [...talk, started('consultation')], 'talking'],
      [
        'who takes him',
        [...talk, started('consultation'), fact('call-answered'), fact('transfer-completed')],
        'talking',
      ],
      ['who has not answered yet', [...talk, started('consultation'), fact('transfer-completed')], 'waiting'],
    ];
    for (const [name, facts, doing] of table) {
      const { socket } = await givenDaemon(t, {
        explain: () => ({ facts: facts.map((one, index) => ({ seq: index + 1, atMs: noon, fact: one })) }),
      });
      const { out } = await run(t, ['explain', 'c1', '--socket', socket]);
      const last = out.trimEnd().split('\n').at(-1) ?? '';
      const now = last.startsWith('He has been in line') ? 'waiting' : 'nothing';
      t.equal(last.startsWith('The talk goes on') ? 'talking' : now, doing, name);
    }
  },
);

t.test('reload with problems: they are shown, the old file stays, exit code 1', async t => {
  const problem = { en: 'site.yaml:3:5: bad', fr: 'site.yaml:3:5 : mauvais' };
  const { socket } = await givenDaemon(t, {
    reload: () => ({ ok: false, revision: '4f2a', problems: [problem] }),
  });
  t.strictSame(await run(t, ['reload', '--socket', socket]), {
    exit: 1,
    out: 'site.yaml:3:5: bad\n',
    err: 'plateauctl: the site file was refused; revision 4f2a stays in force\nplateauctl check shows each line.\n',
  });
  t.equal((await run(t, ['reload', '--socket', socket, '--lang', 'fr'])).out, 'site.yaml:3:5 : mauvais\n');
  const { out } = await run(t, ['reload', '--socket', socket, '--json']);
  t.strictSame(JSON.parse(out), {
    ok: false,
    result: { ok: false, revision: '4f2a', problems: [problem] },
    error: {
      code: 'site-file-refused',
      message: 'the site file was refused; revision 4f2a stays in force',
      advice: 'plateauctl check shows each line.',
      near: [],
    },
  });
});

t.test('check needs no daemon: lines, carets and hints; warnings are no errors', async t => {
  const folder = givenFolder(t);
  const file = `${folder}/site.yaml`;
  writeFileSync(file, smallSite);
  const here = { cwd: folder };
  t.strictSame(await run(t, ['check', 'site.yaml'], here), {
    exit: 0,
    out: 'site.yaml: no errors\n',
    err: '',
  });
  writeFileSync(file, smallSite.replace('wrapUp', 'wrapup').replace('n1 >= 2', 'n1 >= 5'));
  for (const language of languages) {
    const { exit, out, err } = await run(t, ['check', 'site.yaml', '--lang', language], here);
    t.strictSame([exit, err], [1, '']);
    sameAsGolden(t, `ctl/check.${language}.txt`, out);
  }
  const { exit, out } = await run(t, ['check', '--site', file, '--json']);
  const { ok, result } = JSON.parse(out);
  t.strictSame([exit, ok, result.errors, result.warnings, result.revision], [1, false, 1, 2, null]);
  t.match(result.problems[0], { severity: 'error', line: 4, column: 3, path: 'site.wrapup' });
  writeFileSync(file, smallSite.replace('n1 >= 2', 'n1 >= 5'));
  t.match(await run(t, ['check', file, '--lang', 'fr']), { exit: 0, out: /: 0 erreur, 2 avertissements\n$/ });
  t.match(await run(t, ['check', `${folder}/none.yaml`]), { exit: 1, out: /there is no such file/ });
});

t.test('without a daemon: what is wrong, what to do, exit code 3', async t => {
  const folder = givenFolder(t);
  t.strictSame(await run(t, ['status', '--socket', 'nowhere.sock', '--lang', 'fr'], { cwd: folder }), {
    exit: 3,
    out: '',
    err: `plateauctl: il n’y a pas de socket nowhere.sock\nplateaud n’écoute pas sur ce socket. Tourne-t-il (systemctl status plateaud) ?\nLe chemin du socket est-il le bon ?\n`,
  });
  const { exit, out, err } = await run(t, ['calls', '--json'], {
    env: { PLATEAU_SOCKET: 'nowhere.sock' },
    cwd: folder,
  });
  t.strictSame([exit, err], [3, '']);
  t.match(JSON.parse(out), {
    ok: false,
    error: { code: 'daemon-unreachable', message: `there is no socket nowhere.sock` },
  });
  writeFileSync(`${folder}/plain.sock`, '');
  t.match(await run(t, ['agents', '--socket', 'plain.sock'], { cwd: folder }), {
    exit: 3,
    err: `plateauctl: nobody listens on the socket plain.sock\n`,
  });
});

t.test('doctor without a daemon tells what can be told from here', async t => {
  const folder = givenFolder(t);
  const ask = (...words: string[]) =>
    run(t, ['doctor', '--socket', 'control.sock', '--site', 'site.yaml', ...words], { cwd: folder });
  writeFileSync(`${folder}/site.yaml`, smallSite);
  for (const language of languages) {
    const ended = await ask('--lang', language);
    t.strictSame([ended.exit, ended.err], [3, '']);
    sameAsGolden(t, `ctl/doctor-alone.${language}.txt`, ended.out);
  }
  writeFileSync(`${folder}/site.yaml`, Array.from({ length: 9 }, (_, index) => `odd${index}: 1\n`).join(''));
  const { exit, out } = await ask('--json');
  const { ok, result } = JSON.parse(out);
  t.strictSame([exit, ok], [3, false]);
  const codes = result.findings.map((finding: Finding) => finding.code);
  t.strictSame(codes, ['daemon-unreachable', ...Array.from({ length: 6 }, () => 'site-file')]);
  t.match(result.findings.at(-1).text.en, /^the site file has \d+ more problems$/);
});

t.test('an account that may not use the socket is told which group it needs', async t => {
  const { socket } = await givenDaemon(t);
  const inFolder = socket.slice(0, socket.lastIndexOf('/'));
  chmodSync(inFolder, 0o755);
  chmodSync(socket, 0);
  // To root nothing is forbidden: then another account asks. It could not read our own files where the project is root's alone.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  const { exit, err } = await runHere(['status', '--socket', socket]).finally(() => {
    if (isRoot) process.seteuid?.(0);
  });
  t.strictSame(
    [exit, err],
    [
      3,
      `plateauctl: this account may not use the socket ${socket}\nThis account may not talk to plateaud. Add it to the group plateau, or use sudo.\n`,
    ],
  );
});

t.test('a daemon that hangs is given up in time', async t => {
  const socket = await givenSocket(t, () => undefined);
  const startedAtMs = performance.now();
  const ended = await runHere(['status', '--socket', socket, '--timeout', '300ms']);
  t.ok(performance.now() - startedAtMs < 5000, 'before the default');
  t.strictSame(ended, {
    exit: 3,
    out: '',
    err: `plateauctl: plateaud does not answer on ${socket}\nplateaud does not answer in time. See its log (journalctl -u plateaud) and the\nload of the machine.\n`,
  });
});

t.test('a daemon that goes away, talks nonsense or refuses is said to do so', async t => {
  const gone = await givenSocket(t, socket => socket.destroy());
  t.match(await run(t, ['status', '--socket', gone]), {
    exit: 3,
    err: /^plateauctl: the connection to plateaud was lost/,
  });
  const nonsense = await givenSocket(t, socket => socket.end('<html>\n'));
  t.match(await run(t, ['status', '--socket', nonsense]), {
    exit: 3,
    err: /something that is not of its\s+protocol/,
  });
  const { socket } = await givenDaemon(t, { status: () => Promise.reject(new Error('no idea')) });
  t.match(await run(t, ['status', '--socket', socket, '--lang', 'fr']), {
    exit: 1,
    err: 'plateauctl: plateaud a refusé la demande : failed: no idea\n',
  });
});

t.test('tail shows what was, then what comes', async t => {
  const daemon = await givenDaemon(t);
  const { child, printed, ended } = start(t, [
    'tail',
    '--from',
    '1',
    '--socket',
    daemon.socket,
    '--lang',
    'fr',
  ]);
  await until('the past is told', () => printed.out.split('\n').length > daemon.facts.length + 1);
  daemon.happens(
    { type: 'agent-ready', agent: '102', by: { kind: 'phone', name: '102' } },
    nowMs + 86_400_000,
  );
  await until('the news is told', () => /102 Hélène Lefèvre est prêt/.test(printed.out));
  child.kill('SIGINT');
  const { err } = await ended;
  t.equal(err, '');
  sameAsGolden(t, 'ctl/tail.fr.txt', printed.out);
});

t.test('tail can be kept to one call, or to one agent, also where a fact names only his leg', async t => {
  const daemon = await givenDaemon(t);
  const types = async (words: readonly string[], last: number) => {
    const { printed, child, ended } = start(t, [
      'tail',
      '--from',
      '1',
      '--json',
      ...words,
      '--socket',
      daemon.socket,
    ]);
    await until('it is told', () => printed.out.split('\n').length > last);
    child.kill('SIGINT');
    await ended;
    return printed.out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).fact.type);
  };
  t.strictSame(await types(['--agent', '101'], 9), [
    'agent-logged-in',
    'call-offered',
    'leg-rang',
    'offer-ended',
    'call-offered',
    'call-answered',
    'call-bridged',
    'talk-ended',
    'agent-wrap-up-started',
  ]);
  const ofCall = daemon.facts.filter(({ fact }) => 'call' in fact && fact.call === call);
  t.strictSame(
    await types(['--call', call], ofCall.length),
    ofCall.map(({ fact }) => fact.type),
  );
  t.match(await run(t, ['tail', '--agent', 'helene', '--socket', daemon.socket]), {
    exit: 1,
    err: /Did you mean: 102\?/,
  });
});

t.test('tail ends with exit code 3 when the daemon stops, or falls silent', async t => {
  const daemon = await givenDaemon(t);
  const stopped = start(t, ['tail', '--from', '1', '--socket', daemon.socket]);
  await until('it follows', () => stopped.printed.out !== '');
  await daemon.server.close();
  t.match(await stopped.ended, {
    exit: 3,
    err: /^plateauctl: the connection to plateaud was lost: the daemon ended the\nconnection: stopping\n/,
  });

  const results: Record<string, unknown> = {
    status: statusNow,
    agents: floorNow,
    calls: callsNow,
    subscribe: { firstSeq: 1, lastSeq: 0 },
  };
  const socket = await givenSocket(t, socket => {
    socket.setEncoding('utf8').on('data', text => {
      for (const line of String(text).trimEnd().split('\n')) {
        const { id, type } = JSON.parse(line);
        socket.write(`${JSON.stringify({ id, ok: true, result: results[type] })}\n`);
      }
    });
  });
  t.match(await run(t, ['tail', '--socket', socket, '--timeout', '1s']), {
    exit: 3,
    err: `plateauctl: plateaud does not answer on ${socket}\n`,
  });
});

t.test('tail says so when what was asked for is no longer in the journal', async t => {
  const socket = await givenSocket(t, socket => {
    socket.setEncoding('utf8').on('data', text => {
      for (const line of String(text).trimEnd().split('\n')) {
        const { id, type } = JSON.parse(line);
        const results = {
          status: statusNow,
          agents: floorNow,
          calls: callsNow,
          subscribe: { firstSeq: 900, lastSeq: 950 },
        };
        socket.write(`${JSON.stringify({ id, ok: true, result: results[type as 'status'] })}\n`);
        if (type === 'subscribe') socket.end();
      }
    });
  });
  const { err } = await run(t, ['tail', '--from', '7', '--socket', socket]);
  t.equal(err.split('\n')[0], 'The journal begins at fact 900; 7 is gone.');
});

t.test('a reader who has read enough is no error', async t => {
  const daemon = await givenDaemon(t);
  const { child, printed, ended } = start(t, ['tail', '--from', '1', '--socket', daemon.socket]);
  await until('he has read', () => printed.out !== '');
  child.stdout.destroy();
  const beat = setInterval(
    () => daemon.happens({ type: 'agent-phone-changed', agent: '101', phone: 'idle' }, nowMs),
    5,
  );
  t.teardown(() => clearInterval(beat));
  t.match(await ended, { exit: 0, err: '' });
});

t.test('colours on a terminal only, and not for who does not want them', async t => {
  const { socket } = await givenDaemon(t);
  const onTerminal = async (words: string, env: Record<string, string> = {}) => {
    const line = `stty cols 80; '${process.execPath}' '${program}' ${words} --socket '${socket}'`;
    const variables = { PATH: process.env['PATH'] ?? '', TERM: 'xterm', TZ: 'UTC', ...env };
    const child = spawn('env', bareCommand(['script', '-qec', line, '/dev/null'], variables), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      out += text;
    });
    await new Promise(resolve => child.on('close', resolve));
    return out.replaceAll('\r\n', '\n');
  };
  const coloured = await onTerminal('calls');
  t.match(coloured, '\u001b[33mwaiting\u001b[39m');
  const plain = (await run(t, ['calls', '--socket', socket])).out;
  t.equal(stripVTControlCharacters(coloured), plain, 'the colours are all that differs');
  t.equal(await onTerminal('calls --no-color'), plain);
  t.equal(await onTerminal('calls', { NO_COLOR: '1' }), plain);
  t.equal(await onTerminal('calls', { TERM: 'dumb' }), plain);
});

t.test('help and usage errors, in both languages', async t => {
  for (const language of languages) {
    const shown: string[] = [];
    for (const words of ['--help', 'help explain', 'tail --help', 'agent --help', 'agent pause --help']) {
      const ended = await runHere([...words.split(' '), '--lang', language]);
      t.strictSame([ended.exit, ended.err], [0, ''], words);
      shown.push(`$ plateauctl ${words}\n${ended.out}`);
    }
    sameAsGolden(t, `ctl/help.${language}.txt`, shown.join('\n'));
    const wrong: string[] = [];
    for (const words of [
      'statsu',
      'statut --verbose',
      'explain',
      'explain a b',
      'agent fire 101',
      'agent pause 101 --reason',
      'tail --from yesterday',
      'status --timeout 5',
      'status --lang de',
      'calls --jsn',
    ]) {
      const ended = await runHere(words.split(' '), { LANG: language });
      t.strictSame([ended.exit, ended.out], [2, ''], words);
      wrong.push(`$ plateauctl ${words}\n${ended.err}`);
    }
    sameAsGolden(t, `ctl/usage.${language}.txt`, wrong.join('\n'));
  }
  const none = await run(t, []);
  t.match(none, { exit: 2, out: '', err: /^Usage: plateauctl/ });
  const { exit, out } = await run(t, ['statsu', '--json']);
  t.strictSame([exit, JSON.parse(out).error.code], [2, 'usage']);
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  t.strictSame(await run(t, ['--version']), { exit: 0, out: `${version}\n`, err: '' });
});
