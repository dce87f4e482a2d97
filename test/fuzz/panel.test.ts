// What reaches the panel: displays that poll, and names on signs and pages that callers, agents and site files chose.
import { connect } from 'node:net';
import t from 'tap';
import { tell } from '../../src/link/sentences.js';
import type { Naming } from '../../src/link/told.js';
import { BoardAnswers } from '../../src/panel/boards/answers.js';
import { serveBoards } from '../../src/panel/boards/server.js';
import { emptyFloor } from '../../src/panel/floor.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import { changeBetween, emptyPageState, mergeChange, wholeChange } from '../../src/panel/page-state.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { shell } from '../../src/panel/web/shell.js';
import { pageStateOf } from '../../src/panel/web/view.js';
import { encodeCommand } from '../../src/signs/alpha/commands.js';
import { EVERY_SIGN, encodePacket } from '../../src/signs/alpha/packet.js';
import { valueText } from '../../src/signs/values.js';
import { readSignText } from '../../src/site/sign-text.js';
import { noon } from '../core/given.js';
import { fuzzRuns, nasty, nastyText, shown } from '../nasty.js';
import { givenSite as givenPanelSite } from '../panel/sites.js';
import { fc } from '../properties.js';
import { quietLog } from '../quiet-log.js';

const row = readSignText('N1 {n1.waiting:3}');
const panelSetup = setUp(givenPanelSite(), localDates('Europe/Paris'));
const status = { currentAtMs: noon, complete: true, counted: null, lost: null, heartbeat: null };

t.test('displays that poll: no bytes, however they come, keep another display from its figures', async t => {
  if (!row.ok) throw new Error('the row of the board');
  const boards = [
    {
      id: 'hall',
      columns: 20,
      charset: 'latin1',
      rows: [{ parts: row.row.parts, text: '' }],
      port: null,
      udpPort: null,
      modbusBlock: null,
    } as const,
  ];
  const answers = new BoardAnswers({ boards, siteName: 'S', language: 'fr', localTime: () => '14:00' });
  answers.update(momentOf(emptyFloor(), status, panelSetup, noon));
  const listening = serveBoards(answers, { host: '127.0.0.1', port: 0, headersDeadlineMs: 500 }, quietLog());
  t.teardown(() => listening.close());
  await listening.tried;
  const port = listening.port() ?? 0;
  const ask = async (): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}/wb/hall.txt`, { headers: { connection: 'close' } });
    return answer.text();
  };
  const figures = await ask();
  t.match(figures, /^N1/);
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
    fc
      .tuple(
        fc.constantFrom('GET', 'HEAD', 'POST', 'get', 'GE\0T', ''),
        fc.oneof(
          fc.constantFrom('/wb/hall.txt', '/wb/hall.txt?w=', '/wb/__proto__.json', '*', '//'),
          nastyText,
        ),
        fc.constantFrom('HTTP/1.0', 'HTTP/1.1', 'HTTP/9.9', ''),
        fc.constantFrom('\r\n', '\n', '\r', ''),
        fc.array(
          fc.tuple(nastyText, nastyText).map(pair => pair.join(': ')),
          { maxLength: 3 },
        ),
      )
      .map(([method, url, version, end, headers]) =>
        Buffer.from([`${method} ${url} ${version}`, ...headers, '', ''].join(end)),
      ),
    fc.constant(Buffer.from(`GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`)),
    fc.constant(Buffer.from('GET /wb/hall.txt HTTP/1.1\r\n\r\n'.repeat(50))),
    fc.constant(
      Buffer.from('GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nffffffff\r\n'),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (pieces, hangsUp) => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => socket.destroy());
        socket.resume();
        for (const bytes of pieces) socket.write(bytes);
        if (hangsUp) socket.destroy();
        else socket.end();
        if ((await ask()) !== figures) throw new Error('other figures');
      },
    ),
    { numRuns: fuzzRuns(60) },
  );
});

t.test('signs: no text becomes a control character of the Alpha protocol', t => {
  const accents = ['one-byte', 'two-byte'] as const;
  for (const text of nasty) {
    for (const one of accents) {
      const pieces = [{ kind: 'text', text: text.slice(0, 40) }] as const;
      const body = encodeCommand(
        { kind: 'write-text', label: 'A', position: 'fill', mode: 'hold', pieces },
        one,
      );
      const controls = [...body].filter(char => char < ' ');
      const wanted = one === 'one-byte' ? ['\x1b'] : ['\x1b', ...Array.from(controls.slice(1), () => '\x08')];
      t.strictSame(controls, wanted, `${one}: ${shown(text)}`);
      const wire = { format: 'binary', checksum: true, accents: one } as const;
      const packet = encodePacket(body, EVERY_SIGN, wire);
      for (const control of ['\x01', '\x02', '\x03', '\x04'])
        t.equal(packet.split(control).length, 2, 'one beginning, one end');
    }
    const value = valueText({ name: 'x', width: 5, align: 'left', style: {} }, text);
    t.match(value, /^[ -\u00ff]{5}$/, `a value keeps its width: ${shown(text)}`);
  }
  t.end();
});

const naming: Naming = {
  clock: () => '14:00:00',
  agent: agent => agent,
  flow: flow => ({ en: flow, fr: flow }),
  partner: partner => partner,
  trunk: trunk => trunk,
  reason: reason => ({ en: reason, fr: reason }),
  wrapUpCode: code => ({ en: code, fr: code }),
  ring: () => null,
  callee: () => null,
};

t.test('the panel: names and ids of anything come to the page whole, as data, under no other name', t => {
  fc.assert(
    fc.property(fc.array(fc.tuple(nastyText, nastyText), { maxLength: 12 }), calls => {
      const floor = emptyFloor();
      let before = emptyPageState;
      let page = mergeChange(emptyPageState, wholeChange(emptyPageState, noon));
      for (const [index, [call, name]] of calls.entries()) {
        const fact = {
          type: 'call-queued',
          call,
          channel: name,
          flow: index % 2 === 0 ? 'n1' : name,
          caller: name,
          callerName: name,
          dialled: name,
          trunk: name,
          language: 'fr',
          choice: name,
          priority: 0,
          virtualEntryAtMs: noon,
        } as const;
        const recorded = { seq: index + 1, atMs: noon, fact };
        if (tell(recorded, naming).text.en === '') throw new Error('no sentence');
        applyFact(floor, recorded, panelSetup.rules);
        const setup = {
          setup: panelSetup,
          zone: 'Europe/Paris',
          thresholds: [],
          signs: [],
          teams: new Map(),
        };
        const state = pageStateOf(momentOf(floor, status, panelSetup, noon), setup);
        page = mergeChange(page, JSON.parse(JSON.stringify(changeBetween(before, state, noon))));
        before = state;
      }
      const ids = new Set(calls.map(([call]) => call));
      if (!Object.keys(page.calls).every(id => ids.has(id))) throw new Error('a call of another name');
    }),
    { numRuns: fuzzRuns(60) },
  );
  t.strictSame(Object.keys(Object.prototype), []);
  t.end();
});

t.test('the page: a site’s name is text', t => {
  for (const text of nasty)
    t.equal(shell(text, 'en').split('<script').length, 2, `one script, ours: ${shown(text)}`);
  t.end();
});
