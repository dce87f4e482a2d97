// A short run of the kill loop: real Asterisk, real calls, one disturbance of each kind. `npm run chaos` runs it for as long as one likes.
import t from 'tap';
import { kinds } from '../../bench/chaos/kinds.js';
import { runChaos } from '../../bench/chaos/run.js';
import { labSkip } from '../../lab/given.js';
import { installLab } from '../../lab/install.js';

const skip = await labSkip();

t.test('whatever is done to Plateau, no caller is lost', { skip, timeout: 300_000 }, async t => {
  const lab = await installLab(({ en }) => t.comment(en));
  if (!lab.ok) throw new Error(lab.reason.en);
  const report = await runChaos({
    programs: lab.programs,
    cycles: kinds.length,
    seed: 1,
    kinds,
    deadmanSeconds: 6,
    tell: line => t.comment(line),
  });
  for (const line of report.leftOut) t.comment(line);
  if (report.evidence !== null) t.comment(`the evidence is in ${report.evidence}`);
  t.strictSame(
    report.cycles.flatMap(({ lost, broken, doubledEnds }) => [...lost, ...broken, doubledEnds]),
    report.cycles.map(() => 0),
  );
  t.strictSame(report.atTheEnd, []);
  t.equal(report.cycles.length, kinds.length, 'none was left out');
  t.equal(report.ended, report.queued, 'each call has one end');
});
