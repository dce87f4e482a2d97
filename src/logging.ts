// Logs: JSON lines on stdout, one child logger a room. The only file that knows pino.
import { type DestinationStream, pino } from 'pino';
import type { Logger } from './base/logger.js';
import type { Fact, Recorded } from './core/facts.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Lines are gathered for so long, or until there is a page of them: a call makes eight, each write is a system call. */
const gatheredMs = 100;
const gatheredBytes = 4096;
/** Of pino. */
const warnLevel = 40;

/**
 * `destination`: where lines go; stdout if not given. Warnings and errors are written at once, with all that came before them;
 * so is what is gathered when the process ends, unless by a SIGKILL.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination ?? gatheringStdout());
}

function gatheringStdout(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: false, minLength: gatheredBytes, periodicFlush: gatheredMs });
  const stream = {
    /** Has pino say the level of each line before it writes it. */
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write: (line: string) => {
      out.write(line);
      if (stream.lastLevel >= warnLevel) out.flushSync();
    },
  };
  return stream;
}

/** One constant sentence a fact; what changes stands in the fields. */
const sentences: Readonly<Record<Fact['type'], string>> = {
  'call-queued': 'call queued',
  'caller-identified': 'caller identified',
  'entry-rule-held': 'entry rule held',
  'ring-opened': 'ring opened',
  'ring-skipped': 'ring skipped',
  'call-offered': 'call offered',
  'leg-rang': 'phone rings',
  'confirmation-asked': 'confirmation asked',
  'offer-ended': 'offer ended',
  'overflow-opened': 'overflow opened',
  'partner-dialled': 'partner dialled',
  'partner-attempt-ended': 'partner attempt ended',
  'partners-exhausted': 'no partner can be dialled',
  'call-answered': 'call answered',
  'call-bridged': 'call bridged',
  'call-returned': 'call returned to the line',
  'call-announced': 'position announced',
  'call-treated': 'treatment applied',
  'call-moved': 'call moved',
  'repeat-call-recognised': 'repeat call recognised',
  'partners-left-out': 'partners left out for a repeat call',
  'call-counted': 'call counted as a contact',
  'call-joined-case': 'call joined its case',
  'contact-recorded': 'contact recorded',
  'case-opened': 'case opened',
  'case-noted': 'case noted',
  'case-coloured': 'case coloured',
  'case-given': 'case given',
  'case-waits': 'case waits for another entity',
  'case-resumed': 'case resumed',
  'case-call-back-promised': 'call-back promised',
  'case-solved': 'case solved',
  'case-reopened': 'case reopened',
  'case-closed': 'case closed',
  'case-number-given': 'number for the call-back given',
  'case-owner-kept-free': 'owner kept free for a call-back',
  'case-call-back-late': 'call-back late',
  'case-called-back': 'customer called back',
  'case-call-back-failed': 'call-back failed',
  'call-reserved': 'call kept for one agent',
  'reservation-ended': 'call no longer kept for one agent',
  'call-held': 'call put on hold',
  'call-resumed': 'call taken back from hold',
  'caller-left-on-hold': 'agent hung up on a held caller',
  'transfer-started': 'transfer started',
  'consultation-joined': 'consultation joined',
  'consultation-swapped': 'consultation swapped',
  'transfer-completed': 'transfer completed',
  'transfer-ended': 'transfer came to nothing',
  'talk-ended': 'talk ended',
  'call-ended': 'call ended',
  'callback-offered': 'call-back offered',
  'callback-dialogue': 'key pressed about a call-back',
  'callback-booked': 'call-back booked',
  'campaign-started': 'campaign started',
  'campaign-stopped': 'campaign stopped',
  'campaign-list-changed': 'list of a campaign changed',
  'do-not-call-changed': 'do-not-call list changed',
  'preview-started': 'customer shown to an agent',
  'preview-ended': 'agent has said whether to dial',
  'outbound-queued': 'call to a customer taken in',
  'outbound-due': 'call to a customer due',
  'outbound-postponed': 'call to a customer postponed',
  'customer-dialled': 'customer dialled',
  'customer-rang': 'customer rings',
  'customer-answered': 'customer answered',
  'customer-not-reached': 'customer not reached',
  'outbound-ended': 'call to a customer ended',
  'agent-logged-in': 'agent logged in',
  'agent-logged-out': 'agent logged out',
  'agent-ready': 'agent ready',
  'agent-not-ready': 'agent not ready',
  'agent-wrap-up-started': 'wrap-up started',
  'agent-wrap-up-ended': 'wrap-up ended',
  'agent-phone-changed': 'phone changed',
  'wrap-up-coded': 'wrap-up code given',
  'wrap-up-not-coded': 'no wrap-up code given',
  'satisfaction-asked': 'caller asked how it was',
  'satisfaction-given': 'caller told how it was',
  'recording-started': 'recording started',
  'recording-paused': 'recording paused',
  'recording-resumed': 'recording resumed',
  'recording-ended': 'recording ended',
  'recording-failed': 'recording failed',
  'recording-kept': 'recording kept',
  'recording-missing': 'recording missing',
  'recording-opened': 'recording opened',
  'recording-deleted': 'recording deleted',
  'supervision-started': 'supervision started',
  'supervision-answered': 'supervisor answered',
  'supervision-joined': 'supervisor hears a talk',
  'supervision-mode-changed': 'supervision changed',
  'supervision-left': 'supervisor hears the talk no more',
  'supervision-ended': 'supervision ended',
  'control-started': 'control started',
  'control-stopped': 'control stopped',
  'switch-connected': 'switch connected, facts resume',
  'switch-lost': 'switch lost, facts pause',
  'site-loaded': 'site file in force',
  'trunk-changed': 'trunk changed',
  'take-ordered': 'call given to an agent',
  'move-ordered': 'move ordered',
  'call-raised': 'call raised',
  'flow-forced': 'flow forced',
  'flow-force-ended': 'flow no longer forced',
  'sign-message-shown': 'message put on signs',
  'sign-message-ended': 'message taken from signs',
  'sign-test-ordered': 'test of signs ordered',
  'sign-clear-ordered': 'signs to be set up again',
  'agent-skills-changed': 'skills of an agent changed',
  'agent-skills-restored': 'skills of an agent as in the site file',
  'agent-logout-due': 'log-out after the call ordered',
  'agent-logout-cancelled': 'log-out after the call cancelled',
  'alarm-raised': 'alarm raised',
  'alarm-acknowledged': 'alarm acknowledged',
  'alarm-cleared': 'alarm cleared',
  'share-weighed': 'share weighed',
  'share-opened': 'overflow opened by the share',
  'partner-weighed': 'partner chosen by the proportions',
  'share-period-began': 'share counted anew',
  'share-period-ended': 'no share in force',
};

/** These say nothing that a technician reads in a log: they are in the journal. */
const quiet: ReadonlySet<Fact['type']> = new Set([
  'leg-rang',
  'customer-rang',
  'callback-dialogue',
  'call-announced',
  'trunk-changed',
  'agent-phone-changed',
  'ring-opened',
  'share-weighed',
  'partner-weighed',
]);

/** Writes a fact to the log, with the caller's number cut to its last four digits and without his name or the notes of a case. */
export function logFact(logger: Logger, { seq, fact }: Recorded): void {
  const fields: Record<string, unknown> = { seq, ...fact };
  delete fields['type'];
  delete fields['callerName'];
  delete fields['why'];
  delete fields['customerName'];
  delete fields['text'];
  // Of a customer whom the site calls.
  delete fields['name'];
  if (typeof fields['number'] === 'string' && fact.type !== 'partner-dialled')
    fields['number'] = cutNumber(fields['number']);
  if (typeof fields['caller'] === 'string') fields['caller'] = cutNumber(fields['caller']);
  if (fact.type === 'caller-identified') fields['customer'] = fact.customer.id;
  if (quiet.has(fact.type)) logger.debug(fields, sentences[fact.type]);
  else logger.info(fields, sentences[fact.type]);
}

/** `…5678`: enough to find a call again, not enough to call back. */
export function cutNumber(number: string): string {
  return number.length <= 4 ? number : `…${number.slice(-4)}`;
}
