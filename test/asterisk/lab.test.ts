// The lab itself: phones and partners as ARI sees them, Asterisks beside each other, and their end.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import t from 'tap';
import type { Asterisk } from '../../lab/asterisk.js';
import type { PhoneBehaviour } from '../../lab/callers.js';
import {
  givenAsterisk,
  givenCaller,
  givenDeadPhone,
  givenPartner,
  givenPhone,
  labSkip,
  until,
} from '../../lab/given.js';
import { plainAmi } from '../../lab/plain-ami.js';
import { type AriEvent, plainAri } from '../../lab/plain-ari.js';
import { arrivals, type Channel } from './look.js';

// Each test has an Asterisk of its own, and spends its time waiting for announcements.
const skip = await labSkip();
/** A new one for each test: tap keeps what a buffered test says in the object that it was given. */
const options = (): { skip: string | false; buffered: true } => ({ skip, buffered: true });
t.jobs = 4;

t.test('what ARI is told of a phone that is called', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const ari = await plainAri(asterisk.ari, 'caller');
  t.teardown(ari.close);
  /** The end of the leg, by originate with a ring time of a second: `dialstatus cause tech_cause`, and whatever else came to be. */
  const outcome = async (id: string) => {
    await ari.request('POST', `channels/leg-${id}?endpoint=PJSIP/${id}&app=caller&timeout=1`);
    const of = (event: AriEvent) => (event['channel'] ?? event['peer']) as Channel | undefined;
    const mine = () => ari.events.filter(event => of(event)?.id === `leg-${id}`);
    const end = await until('the leg is gone', () => mine().find(({ type }) => type === 'ChannelDestroyed'));
    const dials = mine().filter(({ type }) => type === 'Dial');
    // A redirection that it may not follow, Asterisk ends with the phone's answer or with none: its dialling thread hangs the leg up,
    // and its SIP thread is about to say why. translate.ts lives with both.
    const { cause, tech_cause: sip } = end;
    const isEither = (cause === 23 && sip === 302) || (cause === 0 && sip === undefined);
    const isRedirected = dials.some(({ forward }) => forward !== '');
    return {
      dials: dials
        .map(({ dialstatus, forward }) => `${dialstatus}${forward === '' ? '' : ` to ${forward}`}`)
        .join(' '),
      ...(isRedirected && isEither ? { cause: 'either', sip: 'either' } : { cause, sip }),
      answered: arrivals(ari).some(event => of(event)?.id === `leg-${id}`),
    };
  };
  const cases: readonly (readonly [PhoneBehaviour, object])[] = [
    [
      { kind: 'answers', afterMs: 50, hangUpAfterMs: 100 },
      { dials: ' RINGING ANSWER', cause: 0, sip: undefined, answered: true },
    ],
    [{ kind: 'rings' }, { dials: ' RINGING', cause: 19, sip: 480, answered: false }],
    [
      { kind: 'refuses', status: '486 Busy Here' },
      { dials: ' BUSY', cause: 17, sip: 486, answered: false },
    ],
    [
      { kind: 'refuses', status: '603 Decline', afterMs: 50 },
      { dials: ' RINGING NOANSWER', cause: 21, sip: 603, answered: false },
    ],
    [
      { kind: 'refuses', status: '503 Service Unavailable' },
      { dials: ' CONGESTION', cause: 34, sip: 503, answered: false },
    ],
    [
      { kind: 'redirects', to: 'sip:*45@127.0.0.1' },
      { dials: ' CANCEL to *45', cause: 'either', sip: 'either', answered: false },
    ],
  ];
  const outcomes = await Promise.all(
    cases.map(async ([behaviour], index) => {
      await givenPhone(t, asterisk, { id: `11${index}` }, behaviour);
      return outcome(`11${index}`);
    }),
  );
  t.strictSame(
    outcomes,
    cases.map(([, expected]) => expected),
  );
  await givenDeadPhone(asterisk, { id: '120' });
  t.strictSame(await outcome('120'), { dials: '', cause: 19, sip: 480, answered: false });
  const strangers = arrivals(ari).filter(event => !(event['channel'] as Channel).name.startsWith('PJSIP/'));
  t.strictSame(strangers, [], 'a phone’s forwarding led nowhere');
});

t.test('keys that are pressed in a talk', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const ari = await plainAri(asterisk.ari, 'caller');
  t.teardown(ari.close);
  const phone = await givenPhone(t, asterisk, { id: '101' }, { kind: 'answers', afterMs: 20, key: '1' });
  await ari.request('POST', 'channels/leg?endpoint=PJSIP/101&app=caller');
  const digits = () =>
    ari.events.filter(({ type }) => type === 'ChannelDtmfReceived').map(event => event['digit']);
  await until('the first key, pressed with the answer', () => digits().length === 1);
  await phone.press('2#*');
  await until('the others', () => digits().length === 4);
  t.strictSame(digits(), ['1', '2', '#', '*']);
  await ari.request('POST', 'channels/leg/dtmf?dtmf=7');
  await until('the phone hears a key', () => phone.calls()[0]?.keysHeard === 1);
  t.equal(await phone.complaints(), '');
});

t.test('a caller who hangs up while it rings', options(), async t => {
  const asterisk = await givenAsterisk(t);
  await asterisk.cli('dialplan set global PLATEAU_BACK 9999999999');
  const caller = await givenCaller(t, asterisk, { number: '3204' });
  const ringing = await until('it rings', () =>
    caller.calls().find(({ ringingAtMs }) => ringingAtMs !== undefined),
  );
  await caller.hangUp(ringing);
  t.match(await until('he is gone', () => caller.calls()[0]?.end), { by: 'us', how: 'cancel' });
  await until('Asterisk has nobody left', async () =>
    (await asterisk.cli('core show channels count')).startsWith('0 active channels'),
  );
  t.equal(await caller.complaints(), '');
});

t.test('a phone that Asterisk finds unreachable', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const ami = await plainAmi(asterisk.ami);
  t.teardown(async () => ami.close());
  const phone = await givenPhone(t, asterisk, { id: '101', qualifyS: 1 }, { kind: 'rings' });
  const states = () =>
    ami.events.filter(({ Event }) => Event === 'ContactStatus').map(({ ContactStatus }) => ContactStatus);
  await until('it is there', () => states().includes('Reachable'));
  await phone.stop();
  await until('it is missed', () => states().includes('Unreachable'));
  const ari = await plainAri(asterisk.ari, 'caller');
  t.teardown(ari.close);
  t.equal((await ari.request('POST', 'channels?endpoint=PJSIP/101&app=caller')).status, 500);
});

t.test('partners', options(), async t => {
  const asterisk = await givenAsterisk(t);
  const ari = await plainAri(asterisk.ari, 'caller');
  t.teardown(ari.close);
  const partner = await givenPartner(t, asterisk, 'snt', { kind: 'answers', afterMs: 20 });
  await ari.request('POST', 'channels/leg-1?endpoint=PJSIP/0155667788@snt&app=caller');
  await until('the partner has answered', () => partner.calls()[0]?.confirmedAtMs !== undefined);
  t.equal(partner.calls()[0]?.to, '0155667788');
  await partner.hangUp();
  await until('the leg is gone', () => ari.events.some(({ type }) => type === 'ChannelDestroyed'));

  const intruder = await givenCaller(t, asterisk, { number: '3200', trunk: partner.trunk });
  t.match(await until('he is refused', () => intruder.calls()[0]?.end), { by: 'them', how: 403 });
});

t.test('several Asterisks side by side, each with a life of its own', options(), async t => {
  const [one, two] = await Promise.all([givenAsterisk(t), givenAsterisk(t)]);
  const talk = async (asterisk: Asterisk) => {
    const phone = await givenPhone(t, asterisk, { id: '101' }, { kind: 'answers', afterMs: 20 });
    const caller = await givenCaller(t, asterisk, { number: '3204' });
    await until('they talk', () => phone.calls().at(-1)?.confirmedAtMs !== undefined);
    return { caller, phone };
  };
  const [first, second] = await Promise.all([talk(one), talk(two)]);
  await one.kill();
  t.equal(second.phone.calls()[0]?.end, undefined);
  await second.caller.hangUp();
  await until('the second phone is free', () => second.phone.calls()[0]?.end);

  await one.restart();
  await first.phone.stop();
  t.equal((await talk(one)).phone.calls()[0]?.end, undefined, 'calls go through again after a crash');

  const pid = one.pid();
  await one.stop();
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' }, 'no process is left');
  t.notOk(existsSync(one.folder), 'no folder is left');
});

for (const signal of ['SIGKILL', 'SIGINT'] as const)
  t.test(`Asterisk does not outlive a parent that ends by ${signal}`, options(), async t => {
    const lab = new URL('../../lab/', import.meta.url).href;
    const script = `
      const { installLab } = await import('${lab}install.js');
      const { startAsterisk } = await import('${lab}asterisk.js');
      const { programs } = await installLab(() => {});
      const asterisk = await startAsterisk({ programs });
      console.log(JSON.stringify({ pid: asterisk.pid(), folder: asterisk.folder }));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
    t.teardown(() => parent.kill('SIGKILL'));
    let said = '';
    parent.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    let complained = '';
    parent.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained += text;
    });
    await until('it has started', () => said.includes('\n'), { withinMs: 60_000, context: () => complained });
    const { pid, folder } = JSON.parse(said) as { pid: number; folder: string };
    parent.kill(signal);
    await until('Asterisk is gone', () => !existsSync(`/proc/${pid}`));
    await givenAsterisk(t);
    t.notOk(existsSync(folder), 'the next one clears its folder away');
  });
