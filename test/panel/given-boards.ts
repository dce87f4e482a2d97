// A board, a floor on which so many calls wait, and the answers about it: what the tests of polled displays start from.
import { BoardAnswers } from '../../src/panel/boards/answers.js';
import { emptyFloor } from '../../src/panel/floor.js';
import type { FeedStatus } from '../../src/panel/follower.js';
import { localDates, localTimes } from '../../src/panel/local-date.js';
import { type Moment, momentOf } from '../../src/panel/moment.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { readSignText } from '../../src/site/sign-text.js';
import type { BoardSetup } from '../../src/site/site-file.js';
import { givenSite } from './sites.js';

export const zone = 'Europe/Paris';
export const setup = setUp(givenSite(), localDates(zone));
export const start = Date.UTC(2026, 2, 28, 13, 5);

export function row(written: string): BoardSetup['rows'][number] {
  const read = readSignText(written);
  if (!read.ok) throw new Error(read.said.text.en);
  return { parts: read.row.parts, text: written };
}

export const floorBoard: BoardSetup = {
  id: 'floor',
  columns: 20,
  charset: 'latin1',
  rows: [row('N1 ATT {n1.waiting:3} {n1.longest:5}'), row('DÉBORDÉ {n1.serviceLevel} {clock}')],
  port: null,
  udpPort: null,
  modbusBlock: null,
};

const trusted: FeedStatus = {
  currentAtMs: start,
  complete: true,
  counted: null,
  lost: null,
  heartbeat: null,
};

/** A floor on which so many calls wait for n1, the first one since a minute. */
export function givenMoment(waiting: number, nowMs = start, status: Partial<FeedStatus> = {}): Moment {
  const floor = emptyFloor();
  for (let seq = 1; seq <= waiting; seq += 1) {
    const fact = {
      type: 'call-queued',
      call: `c${seq}`,
      channel: '',
      flow: 'n1',
      caller: '',
      callerName: '',
      dialled: '',
      trunk: '',
      language: 'fr',
      choice: '',
      priority: 0,
      virtualEntryAtMs: start,
    } as const;
    applyFact(floor, { seq, atMs: start - 60_000 + seq * 1000 - 1000, fact }, setup.rules);
  }
  return momentOf(floor, { ...trusted, currentAtMs: nowMs, ...status }, setup, nowMs);
}

export function givenAnswers(
  moment: Moment | null = givenMoment(3),
  boards: readonly BoardSetup[] = [floorBoard],
) {
  const localTime = localTimes(zone);
  const answers = new BoardAnswers({ boards, siteName: 'Paris 19e', language: 'fr', localTime });
  if (moment !== null) answers.update(moment);
  return answers;
}
