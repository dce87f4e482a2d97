// A short run of the kill loop: real Asterisk, real calls, one disturbance of each kind. `npm run chaos` runs it for as long as one likes.
import t from 'tap';
import { checkCallers } from '../../bench/chaos/checks.js';
import { startFloor } from '../../bench/chaos/floor.js';
import { JournalSide } from '../../bench/chaos/journal.js';
import { kinds } from '../../bench/chaos/kinds.js';
import { runChaos } from '../../bench/chaos/run.js';
import { Traffic } from '../../bench/chaos/traffic.js';
import { loadSiteAt } from '../../bench/reference-site.js';
import { labSkip, until } from '../../lab/given.js';
import { installLab } from '../../lab/install.js';
import { plainAmi } from '../../lab/plain-ami.js';

const skip = await labSkip();
/** What a run must have done to count, beside the disturbances. */
const happens = ['callback-booked', 'customer-answered', 'preview-started', 'customer-not-reached'] as const;

t.test(
  'the kill loop sees a caller who is cut off, and one who is taken away',
  { skip, timeout: 120_000 },
  async t => {
    const lab = await installLab(({ en }) => t.comment(en));
    if (!lab.ok) throw new Error(lab.reason.en);
    const floor = await startFloor({
      ...{ programs: lab.programs, deadmanSeconds: 15, ownDisk: false, noAgents: true, atOnce: 4 },
    });
    t.teardown(floor.stop);
    const site = await loadSiteAt(floor.plateau.siteFile, Date.now());
    const journal = new JournalSide(site, floor.plateau.facts);
    const sides = { floor, traffic: new Traffic(floor, 1), journal, judged: new Set<string>() };
    await until('four wait', () => floor.plateau.told('call-queued').length === 4);
    t.strictSame((await checkCallers(sides)).lost, []);
    const [cut, away] = floor.plateau.told('call-queued');
    await floor.asterisk.cli(`channel request hangup ${cut?.channel}`);
    const ami = await plainAmi(floor.asterisk.ami);
    t.teardown(async () => ami.close());
    const elsewhere = { Context: 'plateau-release', Exten: 'nobody', Priority: '1' };
    await ami.act({ Action: 'Redirect', Channel: away?.channel ?? '', ...elsewhere });
    const { lost } = await checkCallers(sides, 10_000);
    t.strictSame(lost.map(line => line.slice(0, 10)).sort(), [cut?.dialled, away?.dialled].sort());
    t.match(lost.join(), /was ended/);
  },
);

t.test('whatever is done to Plateau, no caller is lost', { skip, timeout: 500_000 }, async t => {
  const lab = await installLab(({ en }) => t.comment(en));
  if (!lab.ok) throw new Error(lab.reason.en);
  const report = await runChaos({
    programs: lab.programs,
    cycles: kinds.length,
    seed: 1,
    kinds,
    deadmanSeconds: 10,
    tell: line => t.comment(line),
    until: happens,
  });
  for (const line of report.leftOut) t.comment(line);
  if (report.evidence !== null) t.comment(`the evidence is in ${report.evidence}`);
  t.strictSame(
    report.cycles.flatMap(({ lost, calledWrongly, broken, doubledEnds }) => [
      ...[...lost, ...calledWrongly, ...broken],
      doubledEnds,
    ]),
    report.cycles.map(() => 0),
  );
  t.strictSame(report.atTheEnd, []);
  t.equal(report.cycles.length, kinds.length, 'none was left out');
  t.equal(report.ended, report.queued, 'each call has one end');
  const { dials, counts } = report;
  t.equal(dials.seen, dials.onRecord - dials.neverLeft, 'SIPp has seen what is on record');
  for (const type of happens) t.ok((counts.get(type) ?? 0) > 0, type);
});
