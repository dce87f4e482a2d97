// Each degraded state, and what every output says of it: figures that may be wrong are never shown as if they were right.
import t from 'tap';
import type { Heartbeat } from '../../src/link/messages.js';
import { BoardAnswers } from '../../src/panel/boards/answers.js';
import { emptyFloor } from '../../src/panel/floor.js';
import type { FeedStatus } from '../../src/panel/follower.js';
import { localDates, localTimes } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import { pageTexts, staleText } from '../../src/panel/page/texts.js';
import { setUp } from '../../src/panel/setup.js';
import { showOnSign } from '../../src/panel/sign-port.js';
import { noAlerts } from '../../src/panel/steady-alerts.js';
import { pageStateOf } from '../../src/panel/web/view.js';
import { noticeOf, type StaleBecause } from '../../src/signs/notice.js';
import type { BoardSetup } from '../../src/site/site-file.js';
import { givenSite } from './sites.js';

const zone = 'Europe/Paris';
const site = givenSite();
const setup = setUp(site, localDates(zone));
const nowMs = Date.UTC(2026, 2, 30, 12, 5);
const heartbeat: Heartbeat = { nowMs, seq: 1, switchConnected: true, storeOk: true };
const well: FeedStatus = { currentAtMs: nowMs, complete: true, counted: null, lost: null, heartbeat };
const board: BoardSetup = {
  id: 'floor',
  columns: 12,
  charset: 'ascii',
  port: null,
  udpPort: null,
  modbusBlock: null,
  rows: [
    {
      text: 'N1 ATT {n1.waiting:3}',
      parts: [
        { kind: 'text', text: 'N1 ATT ' },
        { kind: 'figure', flow: 'n1', figure: 'waiting', width: 3, align: 'right' },
      ],
    },
  ],
};

/** What all outputs say, in both languages. */
function outputs(status: FeedStatus) {
  const moment = momentOf(emptyFloor(), status, setup, nowMs);
  const boards = (['en', 'fr'] as const).map(language => {
    const localTime = localTimes(zone);
    const answers = new BoardAnswers({ boards: [board], siteName: 'Test', language, localTime });
    answers.update(moment);
    const body = (format: string) => answers.answer(`/wb/floor.${format}`).body.toString();
    const json = JSON.parse(body('json')) as { stale: boolean; figures: object; notice: string | null };
    return { text: body('txt').trimEnd(), kv: body('kv').split('\r\n').slice(0, 3).join(' '), ...json };
  });
  const signs: string[] = [];
  const sign = (language: 'en' | 'fr') => ({
    id: 'hall',
    width: 1,
    figures: [{ flow: 'n1', figure: 'waiting' }] as const,
    show: (values: object) => void signs.push(JSON.stringify(values)),
    stale: (sinceMs: number, reason: string) => {
      const because: StaleBecause = reason === 'switch-lost' ? 'switch-away' : 'no-data';
      const wanted = { values: {}, staleSinceMs: sinceMs, staleBecause: because };
      signs.push(noticeOf({ columns: 40, rows: 1, language, zone }, wanted)?.text ?? '');
    },
    say: () => undefined,
    clear: () => undefined,
    picture: () => [],
    trouble: () => null,
  });
  for (const language of ['en', 'fr'] as const) showOnSign(sign(language), moment, noAlerts, nowMs);
  const about = pageStateOf(moment, { setup, zone, thresholds: [], signs: [], teams: new Map() }).site[
    'site'
  ];
  const words = (language: 'en' | 'fr') => {
    const texts = pageTexts[language];
    if (about?.stale != null) return staleText(texts, about, language, '14:04');
    return about?.trouble == null ? null : texts.trouble[about.trouble];
  };
  return {
    board: boards.map(({ text, kv }) => `${text} | ${kv}`)[0],
    notices: boards.map(({ notice }) => notice),
    signs,
    page: [words('en'), words('fr')],
  };
}

const longAgoMs = nowMs - 60_000;
const dashes = 'N1 ATT --- | n1.waiting= stale=1';

t.test('all is well', async t => {
  t.strictSame(outputs(well), {
    board: 'N1 ATT   0 | n1.waiting=0 stale=0 state=ok',
    notices: [null, null],
    signs: ['{"n1.waiting":0}', '{"n1.waiting":0}'],
    page: [null, null],
  });
});

t.test('the calls process is away, or hangs', async t => {
  const said = outputs({ ...well, currentAtMs: longAgoMs, lost: 'cut' });
  t.match(said, {
    board: `${dashes} state=silent`,
    notices: ['no news from the calls process', 'aucune nouvelle du traitement d’appels'],
    signs: ['no data since 14:04', 'données indisponibles depuis 14:04'],
    page: [/No news from the calls process/, /Aucune nouvelle du traitement d’appels/],
  });
});

t.test('Asterisk is away, or AMI alone: what is known of the agents is old as well', async t => {
  const away = { ...heartbeat, switchConnected: false };
  const said = outputs({ ...well, currentAtMs: longAgoMs, heartbeat: away });
  t.match(said, {
    board: `${dashes} state=switch-lost`,
    notices: ['the telephone exchange is cut off', 'le standard est coupé'],
    signs: ['phone system lost since 14:04', 'standard coupé depuis 14:04'],
    page: [/link to the telephone exchange is down/, /liaison avec le standard est coupée/],
  });
});

t.test('the journal is being read from its start', async t => {
  t.match(outputs({ ...well, complete: false }), {
    board: `${dashes} state=counting`,
    notices: ['figures are being counted anew', 'les chiffres sont recomptés'],
    signs: ['no data since 14:05', 'données indisponibles depuis 14:05'],
    page: [/counted anew from the journal\. What/, /recomptés à partir du journal\. Ce/],
  });
  const { page } = outputs({ ...well, complete: false, counted: { facts: 12_345, of: 98_765 } });
  t.match(page, [/journal \(12,345 of 98,765 facts so far\)\./, /journal \(12.345 faits sur 98.765 pour/]);
});

t.test(
  'the store is degraded: figures are right and stay, and who looks after the machine is told',
  async t => {
    t.match(outputs({ ...well, heartbeat: { ...heartbeat, storeOk: false } }), {
      board: 'N1 ATT   0 | n1.waiting=0 stale=0 state=store-degraded',
      notices: ['the disk of the calls process fails', 'le disque du traitement d’appels est en panne'],
      signs: ['{"n1.waiting":0}', '{"n1.waiting":0}'],
      page: [/disk of the calls process does not work/, /disque du traitement d’appels ne fonctionne pas/],
    });
  },
);
