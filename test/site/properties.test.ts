import t from 'tap';
import { stringify } from 'yaml';
import type { Ring, Treatment } from '../../src/core/site.js';
import { compileSite } from '../../src/site/compile/site.js';
import { readRequirement } from '../../src/site/requirement.js';
import { readSignText } from '../../src/site/sign-text.js';
import { nearest } from '../../src/site/suggest.js';
import { durationMs } from '../../src/site/words.js';
import { fc } from '../properties.js';
import { check, nowMs } from './small-site.js';

const skills = ['n1', 'n2', 'sales'] as const;
const teams = ['hall', 'loft'] as const;

/** Seconds, written in one of the ways in which they may be written. */
const duration = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.boolean()).map(([seconds, inMinutes]) => ({
    ms: seconds * 1000,
    written: inMinutes && seconds >= 60 ? `${Math.floor(seconds / 60)}m${seconds % 60}s` : `${seconds}s`,
  }));

/** Terms of a requirement, as given; and the same as one canonical text. */
const requirement = fc
  .record({
    levels: fc.array(fc.tuple(fc.constantFrom(...skills), fc.integer({ min: 1, max: 10 })), { maxLength: 4 }),
    teams: fc.uniqueArray(fc.constantFrom(...teams)),
    spelling: fc.constantFrom('>=', ' >= ', ' ≥ '),
    teamsFirst: fc.boolean(),
  })
  .map(({ levels, teams, spelling, teamsFirst }) => {
    const terms = levels.map(([skill, level]) => `${skill}${spelling}${level}`);
    const team = teams.length === 0 ? [] : [`team:${teams.join(' | ')}`];
    const written = (teamsFirst ? [...team, ...terms] : [...terms, ...team]).join(' & ');
    const highest = new Map<string, number>();
    for (const [skill, level] of levels) highest.set(skill, Math.max(level, highest.get(skill) ?? 0));
    const canonical = [...highest].sort().map(([skill, level]) => `${skill}>=${level}`);
    if (teams.length > 0) canonical.push(`team:${[...teams].sort().join('|')}`);
    return {
      written: written === '' ? 'any' : written,
      id: canonical.length === 0 ? 'any' : canonical.join(' & '),
    };
  });

const treatment: fc.Arbitrary<{ written: unknown; compiled: Treatment }> = fc.oneof(
  fc.constantFrom('stay' as const, 'release' as const).map(kind => ({ written: kind, compiled: { kind } })),
  fc.constantFrom(['p'], ['p', 'q'], ['q']).map(partners => ({
    written: { partners },
    compiled: { kind: 'partners' as const, partners },
  })),
);

const flow = fc.record({
  first: requirement,
  later: fc.array(fc.tuple(duration(1, 300), fc.oneof(requirement, fc.constantFrom(['p'], ['q', 'p']))), {
    maxLength: 3,
  }),
  priority: fc.integer({ min: 0, max: 100 }),
  offer: duration(5, 120),
  wait: duration(10, 3600),
  closed: treatment,
  tooLong: treatment,
});

const site = fc.record({
  flows: fc.array(flow, { minLength: 1, maxLength: 4 }),
  agents: fc.array(
    fc.record({
      skills: fc.dictionary(fc.constantFrom(...skills), fc.integer({ min: 1, max: 10 })),
      teams: fc.uniqueArray(fc.constantFrom(...teams)),
      wrapUp: fc.option(duration(0, 600)),
    }),
    { maxLength: 6 },
  ),
});

type GivenSite = typeof site extends fc.Arbitrary<infer T> ? T : never;
type GivenFlow = GivenSite['flows'][number];

function ringsOf({ first, later }: GivenFlow): { readonly written: unknown[]; readonly compiled: Ring[] } {
  const sorted = [...later].sort(([a], [b]) => a.ms - b.ms);
  const written: unknown[] = [{ at: '0s', agents: first.written }];
  const compiled: Ring[] = [{ kind: 'agents', requirement: first.id, afterMs: 0, whenWaitingAtLeast: null }];
  for (const [{ ms, written: at }, who] of sorted) {
    const opening = { afterMs: ms, whenWaitingAtLeast: null };
    if ('written' in who) {
      written.push({ at, agents: who.written });
      compiled.push({ kind: 'agents', requirement: who.id, ...opening });
    } else {
      written.push({ at, partners: who });
      compiled.push({ kind: 'partners', partners: who, ...opening });
    }
  }
  return { written, compiled };
}

function yamlOf({ flows, agents }: GivenSite): string {
  const partner = { name: 'P', destinations: [{ trunk: 't', number: '0199' }], caps: { concurrent: 1 } };
  const content = {
    site: { name: 'Generated', zone: 'Europe/Paris', languages: ['fr', 'en'] },
    asterisk: { ami: { password: 'one' }, ari: { password: 'two' } },
    trunks: { t: { name: 'T', kind: 'pjsip', endpoint: 't', channels: 30 } },
    partners: { p: partner, q: partner },
    calendars: { c: { 'mon-fri': '08:00-20:00' } },
    skills: Object.fromEntries(skills.map(skill => [skill, skill])),
    teams: Object.fromEntries(teams.map(team => [team, team])),
    agents: agents.map(({ wrapUp, ...agent }, index) => ({
      phone: `PJSIP/${index + 1}`,
      name: `Agent ${index}`,
      ...agent,
      ...(wrapUp === null ? {} : { wrapUp: wrapUp.written }),
    })),
    flows: Object.fromEntries(
      flows.map((flow, index) => [
        `f${index}`,
        {
          name: `F${index}`,
          rings: ringsOf(flow).written,
          priority: flow.priority,
          offerTimeout: flow.offer.written,
          hours: 'c',
          closed: flow.closed.written,
          maximumWait: { after: flow.wait.written, do: flow.tooLong.written },
        },
      ]),
    ),
  };
  return stringify(content, { aliasDuplicateObjects: false });
}

t.test('what is written is what is compiled, for any site', async t => {
  await fc.assert(
    fc.asyncProperty(site, async given => {
      const result = await check(yamlOf(given));
      if (!result.ok)
        throw new Error(JSON.stringify(result.problems.map(({ text, path }) => [path, text.en])));
      const { core } = compileSite(result.checked, { nowMs });
      t.strictSame(
        [...core.flows.values()].map(
          ({ priority, rings, offerTimeoutMs, closed, maximumWaitMs, tooLong }) => ({
            priority,
            rings,
            offerTimeoutMs,
            closed,
            maximumWaitMs,
            tooLong,
          }),
        ),
        given.flows.map(flow => ({
          priority: flow.priority,
          rings: ringsOf(flow).compiled,
          offerTimeoutMs: flow.offer.ms,
          closed: flow.closed.compiled,
          maximumWaitMs: flow.wait.ms,
          tooLong: flow.tooLong.compiled,
        })),
      );
      t.strictSame(
        [...core.agents.values()].map(({ id, skills, teams, wrapUpMs, order }) => ({
          id,
          skills,
          teams,
          wrapUpMs,
          order,
        })),
        given.agents.map(({ skills, teams, wrapUp }, index) => ({
          id: `${index + 1}`,
          skills: new Map(Object.entries(skills)),
          teams,
          wrapUpMs: wrapUp?.ms ?? null,
          order: index,
        })),
      );
      const named = given.flows.flatMap(flow =>
        ringsOf(flow).compiled.flatMap(ring => (ring.kind === 'agents' ? [ring.requirement] : [])),
      );
      t.strictSame([...core.requirements.keys()].sort(), [...new Set(named)].sort());
      if (!t.passing()) throw new Error('see above');
    }),
    { numRuns: 30 },
  );
});

t.test('any text, any bytes: an answer, never a throw', async t => {
  const yamlish = fc
    .array(
      fc.constantFrom(
        'site',
        'flows',
        ': ',
        '\n',
        '  ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '&a',
        '*a',
        '!!x',
        '|',
        '>',
        '? ',
        '#',
        '0',
        'é',
        '%',
        '<<',
      ),
    )
    .map(words => words.join(''));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .oneof(yamlish, fc.string({ unit: 'binary', maxLength: 200 }))
      .map(text => new TextEncoder().encode(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async content => {
      const result = await check(content);
      return !result.ok && result.problems.length > 0;
    }),
    { numRuns: 300 },
  );
  t.pass('300 contents');
});

t.test('a requirement has one canonical text, however it is written, and that text reads as itself', t => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(requirement, ({ written, id }) => {
        const read = readRequirement(written);
        const again = readRequirement(id);
        return read.ok && again.ok && read.requirement.id === id && again.requirement.id === id;
      }),
    ),
  );
  t.end();
});

t.test('requirements, texts for displays and suggestions take any text', t => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        for (const read of [readRequirement(text), readSignText(text)])
          if (!read.ok && ((read.said.at ?? 0) > text.length || read.said.text.en === '')) return false;
        const near = nearest(text, ['waiting', 'longest']);
        return near === null || ['waiting', 'longest'].includes(near);
      }),
      { numRuns: 500 },
    ),
  );
  t.end();
});

t.test('durations', t => {
  const written = [
    '0s',
    '30s',
    '2m',
    '1m30s',
    '1h',
    '1d',
    '90s',
    '1h30m',
    '',
    '30',
    '1.5s',
    '30 s',
    '30ms',
    's',
    '1s1m',
    '-1s',
  ];
  t.strictSame(written.map(durationMs), [
    0,
    30_000,
    120_000,
    90_000,
    3_600_000,
    86_400_000,
    90_000,
    5_400_000,
    ...Array.from({ length: 8 }, () => null),
  ]);
  t.end();
});
