// Alarms by their real causes: a trunk that cannot be reached, an Asterisk that dies, and a daemon that is killed meanwhile.
import t from 'tap';
import { startPhone } from '../../lab/callers.js';
import { givenAsterisk, givenPhone, givenPlateau, labSkip, until } from '../../lab/given.js';
import { siteText } from './floor.js';

/** The partner's PBX is an endpoint that Asterisk asks every second whether it is there. */
const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  alpha: { name: Alpha, kind: pjsip, endpoint: "150", channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 1 } }
flows:
  n1: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: n1 }] }
alarms:
  kinds:
    trunk-down: { after: 1s, clearAfter: 1s }
    switch-away: { after: 1s, clearAfter: 1s }
    nobody-there: { mute: true }
`;

const by = { kind: 'command-line', name: 'luc' } as const;
const patient = { withinMs: 60_000 };

t.test('trunk down and Asterisk away', { skip: await labSkip(), timeout: 300_000 }, async t => {
  const asterisk = await givenAsterisk(t);
  const pbx = await givenPhone(t, asterisk, { id: '150', qualifyS: 1 }, { kind: 'rings' });
  const plateau = await givenPlateau(t, asterisk, { site: siteText({ site, flows: ['n1'] }) });
  const alarms = async () => (await plateau.ask('alarms', {})).alarms;
  const ids = async () => (await alarms()).map(({ alarm }) => alarm).join();
  const areRaised = (wanted: string) =>
    until(`raised: ${wanted || 'none'}`, async () => (await ids()) === wanted, patient);
  const usable = async () =>
    (await plateau.ask('status', {})).trunks.find(one => one.trunk === 'alpha')?.usable;
  await until('the trunk is there', async () => (await usable()) === 30, patient);
  await areRaised('');

  await pbx.stop();
  await areRaised('trunk-down:alpha');
  const [down] = await alarms();
  t.match(down, { severity: 'critical', text: { en: 'Trunk Alpha is down: unavailable.' } });
  const command = { kind: 'acknowledge', alarm: 'trunk-down:alpha', note: 'called' } as const;
  t.strictSame(await plateau.ask('alarm-command', { command, by }), { ok: true });

  await plateau.kill();
  await plateau.start();
  t.match(
    await alarms(),
    [{ alarm: 'trunk-down:alpha', acknowledged: { by, note: 'called' } }],
    'over a kill -9',
  );

  await asterisk.kill();
  await areRaised('trunk-down:alpha,switch-away');
  t.match(await alarms(), [{ acknowledged: { note: 'called' } }, {}], 'what cannot be seen stands');
  await asterisk.restart();
  await areRaised('trunk-down:alpha');
  const again = await startPhone(asterisk, pbx.plan, { kind: 'rings' });
  t.teardown(again.stop);
  await areRaised('');

  const history = () =>
    plateau.facts().flatMap(({ fact }) => {
      if (fact.type !== 'alarm-raised' && fact.type !== 'alarm-cleared') return [];
      return [`${fact.type.slice(6)} ${fact.alarm}`];
    });
  await until('the end is told', () => history().at(-1) === 'cleared trunk-down:alpha');
  t.strictSame(
    history().filter(one => one.includes('trunk')),
    ['raised trunk-down:alpha', 'cleared trunk-down:alpha'],
    'once each: neither the kill nor Asterisk’s death made it another one',
  );
  const away = history().filter(one => one.includes('switch'));
  t.strictSame(away.slice(-2), ['raised switch-away', 'cleared switch-away']);
});
