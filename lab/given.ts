// The words of tests on a real Asterisk: given this and that, wait until something is so. Whatever is given is taken away when
// the test ends, and when it ends badly Asterisk's log is printed.
import { setTimeout as delay } from 'node:timers/promises';
import { type Asterisk, type AsteriskOptions, startAsterisk } from './asterisk.js';
import type { PhonePlan, TrunkPlan } from './asterisk-plan.js';
import { type CallersOptions, type Calls, type PhoneBehaviour, startCallers, startPhone } from './callers.js';
import { installLab, type LabInstall } from './install.js';
import { type Plateau, type PlateauOptions, startPlateau } from './plateau.js';

/** What a tap test offers and is needed here. */
export type Scope = {
  readonly teardown: (action: () => Promise<void>) => void;
  readonly passing: () => boolean;
  readonly comment: (...words: unknown[]) => void;
};

/** Long, because a busy machine is no failure; nobody waits for it when all is well. */
const usualMs = 30_000;
const pollMs = 20;
const logLines = 150;
let lab: Promise<LabInstall> | undefined;

function theLab(): Promise<LabInstall> {
  lab ??= installLab(line => process.stderr.write(`# ${line.en}\n`));
  return lab;
}

/**
 * What to give as `skip` to tests that need a real Asterisk: false where there is one, else the reason. With CI=true it is
 * false in any case: there the missing lab is a failure.
 */
export async function labSkip(): Promise<false | string> {
  const installed = await theLab();
  if (installed.ok || process.env['CI'] === 'true') return false;
  process.stderr.write(`# not run: ${process.argv[1]}: ${installed.reason.en}\n`);
  return installed.reason.en;
}

/**
 * Polls until `probe` gives something other than undefined and false, and returns that. Throws when it has not after
 * `withinMs` (30 s if not given), with `what` and what `context` tells.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  { withinMs = usualMs, context }: { withinMs?: number; context?: () => unknown } = {},
): Promise<T> {
  const deadlineAtMs = Date.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadlineAtMs) {
      const told = context === undefined ? '' : `\n${JSON.stringify(await context(), undefined, 1)}`;
      throw new Error(`waited ${withinMs} ms in vain until ${what}${told}`);
    }
    await delay(pollMs);
  }
}

/** An Asterisk of its own for this test. */
export async function givenAsterisk(
  t: Scope,
  options: Omit<AsteriskOptions, 'programs'> = {},
): Promise<Asterisk> {
  const installed = await theLab();
  if (!installed.ok) throw new Error(installed.reason.en);
  const asterisk = await startAsterisk({ ...options, programs: installed.programs });
  t.teardown(async () => {
    if (!t.passing()) t.comment((await asterisk.log()).split('\n').slice(-logLines).join('\n'));
    await asterisk.stop();
  });
  return asterisk;
}

/** A phone `PJSIP/<id>` that behaves as told. */
export async function givenPhone(
  t: Scope,
  asterisk: Asterisk,
  phone: Pick<PhonePlan, 'id'> & Partial<PhonePlan>,
  behaviour: PhoneBehaviour,
  mediaPort?: number,
): Promise<Calls & { readonly plan: PhonePlan }> {
  const [plan] = await asterisk.addPhones([phone]);
  if (plan === undefined) throw new Error(`no phone ${phone.id}`);
  return { ...(await ended(t, startPhone(asterisk, plan, behaviour, mediaPort))), plan };
}

/** A phone `PJSIP/<id>` that nobody has plugged in: nothing listens on its port. */
export async function givenDeadPhone(
  asterisk: Asterisk,
  phone: Pick<PhonePlan, 'id'> & Partial<PhonePlan>,
): Promise<PhonePlan> {
  const [plan] = await asterisk.addPhones([phone]);
  if (plan === undefined) throw new Error(`no phone ${phone.id}`);
  return plan;
}

/** A partner behind the trunk `PJSIP/<name>`, whose side behaves as told. */
export async function givenPartner(
  t: Scope,
  asterisk: Asterisk,
  name: string,
  behaviour: PhoneBehaviour,
): Promise<Calls & { readonly trunk: TrunkPlan }> {
  const trunk = await asterisk.addTrunk(name);
  return { ...(await ended(t, startPhone(asterisk, trunk, behaviour))), trunk };
}

/** One caller or more, calling now. */
export function givenCaller(t: Scope, asterisk: Asterisk, options: CallersOptions): Promise<Calls> {
  return ended(t, startCallers(asterisk, options));
}

async function ended(t: Scope, starting: Promise<Calls>): Promise<Calls> {
  const calls = await starting;
  t.teardown(calls.stop);
  return calls;
}

/** The daemon beside this Asterisk, connected. When the test ends badly its log is printed. */
export async function givenPlateau(t: Scope, asterisk: Asterisk, options: PlateauOptions): Promise<Plateau> {
  const plateau = await startPlateau(asterisk, options);
  t.teardown(async () => {
    if (!t.passing()) t.comment(plateau.log().split('\n').slice(-logLines).join('\n'));
    await plateau.stop();
  });
  return plateau;
}
