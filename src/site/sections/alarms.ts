// Section `alarms`: how bad each kind of alarm is, how long its cause must last, and when nobody wants to hear of it.
import type { z } from 'zod';
import { type AlarmKind, alarmKinds } from '../../core/alarm-kinds.js';
import { block, duration, id, oneOf, percent, wholeNumber, yesNo } from '../words.js';

const keys = {
  severity: oneOf(['critical', 'major', 'minor']).optional().describe('How bad it is.'),
  after: duration('0s', '4h').optional().describe('It is raised when its cause has lasted so long.'),
  clearAfter: duration('0s', '4h')
    .optional()
    .describe('It is cleared when its cause has been gone for so long.'),
  mute: yesNo.prefault(false).describe('It is never raised.'),
  quiet: id
    .optional()
    .describe('One of `calendars`: while it is open, this kind is not raised, however bad it is.'),
};

const plainKind = block(keys).optional();

const serviceLevelKind = block({
  ...keys,
  window: duration('5m', '4h').prefault('30m').describe('Waits that ended so lately are judged.'),
  calls: wholeNumber(1, 10_000).prefault(20).describe('With fewer of them nothing is said.'),
  margin: percent.prefault('0%').describe("So many points below the flow's target are borne with."),
}).optional();

const plainKinds = Object.fromEntries(
  alarmKinds.filter(kind => kind !== 'service-level').map(kind => [kind, plainKind]),
) as Record<Exclude<AlarmKind, 'service-level'>, typeof plainKind>;

export type AlarmsSection = z.output<typeof alarmsSection>;

export const alarmsSection = block({
  quiet: id
    .optional()
    .describe(
      'One of `calendars`: while it is open, only critical alarms are raised; the others when it closes.',
    ),
  kinds: block({ ...plainKinds, 'service-level': serviceLevelKind })
    .prefault({})
    .describe('By the kind of alarm; `plateauctl alarms kinds` lists them.'),
}).prefault({});
