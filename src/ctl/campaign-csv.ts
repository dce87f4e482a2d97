// What came of a list, as CSV for a spreadsheet.
import type { RecordView } from '../link/campaign-messages.js';

export const csvHead = 'number,name,customer,zone,state,outcome,attempts,last,next,agent\r\n';

/** One line. Moments are ISO 8601 in UTC. */
export function csvLine(record: RecordView): string {
  const { number, name, customer, zone, isDone, outcome, attempts, lastAtMs, nextAtMs, agent } = record;
  const fields = [
    number,
    harmless(name),
    harmless(customer),
    zone,
    isDone ? 'done' : 'open',
    outcome ?? '',
    String(attempts),
    lastAtMs === null ? '' : new Date(lastAtMs).toISOString(),
    isDone ? '' : new Date(nextAtMs).toISOString(),
    harmless(agent ?? ''),
  ];
  return `${fields.map(quoted).join(',')}\r\n`;
}

/** A spreadsheet takes what begins so for a formula, and a name comes from outside. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(field: string): string {
  return /[",;\t\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
