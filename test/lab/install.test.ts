import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { installLab } from '../../lab/install.js';
import type { LabText } from '../../lab/texts.js';

const real =
  process.arch === 'x64'
    ? ['x86_64-linux-gnu', 'ld-linux-x86-64.so.2']
    : ['aarch64-linux-gnu', 'ld-linux-aarch64.so.1'];
const [triplet = '', loader = ''] = real;
const skip = process.platform === 'linux' ? false : 'the lab brings an Asterisk in on Linux only';

/** A machine on which these programs, and no others but the shell, are installed. */
function givenMachine(t: Test, programs: Readonly<Record<string, string>>) {
  const folder = t.testdir({ bin: {}, cache: {} });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  const said: string[] = [];
  const install = () =>
    installLab((line: LabText) => said.push(line.en), {
      path: join(folder, 'bin'),
      cache: join(folder, 'cache'),
    });
  return { folder, said, install, cached: () => readdirSync(join(folder, 'cache')) };
}

/** An mmdebstrap whose tree has a loader that runs nothing and says what Asterisk would say. */
const mmdebstrap = `
[ "$1" = --version ] && exit 0
echo run >> "$(dirname "$0")/runs"
for last; do tree="$mirror"; mirror="$last"; done
mkdir -p "$tree/usr/lib/${triplet}" "$tree/usr/share/asterisk/sounds/en_US_f_Allison" "$tree/usr/share/asterisk/sounds/fr_CA_f_June"
printf '#!/bin/sh\\necho Asterisk 22.10.1+dfsg\\n' > "$tree/usr/lib/${triplet}/${loader}"
chmod +x "$tree/usr/lib/${triplet}/${loader}"
sleep 0.3`;

t.test('an Asterisk of the system is used as it is, from version 20 on', { skip }, async t => {
  const { folder, install, said } = givenMachine(t, { asterisk: 'echo Asterisk 20.5.0', sipp: '' });
  t.strictSame(await install(), {
    ok: true,
    programs: {
      asterisk: { command: join(folder, 'bin/asterisk'), args: [] },
      asteriskVersion: '20.5.0',
      asteriskFolders: undefined,
      sipp: { command: join(folder, 'bin/sipp'), args: [] },
    },
  });
  t.strictSame(said, []);
});

t.test('too old an Asterisk is passed over, and one is brought into the cache, once', { skip }, async t => {
  const { folder, install, said, cached } = givenMachine(t, {
    asterisk: 'echo Asterisk 18.9.1',
    sipp: '',
    mmdebstrap,
  });
  const [one, two] = await Promise.all([install(), install()]);
  const three = await install();
  t.strictSame([two, three], [one, one]);
  const tree = join(folder, 'cache/asterisk-22.10.1-lab1');
  const libraries = join(tree, 'usr/lib', triplet);
  const program = (path: string) => ({
    command: join(libraries, loader),
    args: ['--library-path', libraries, join(tree, path)],
  });
  t.strictSame(one, {
    ok: true,
    programs: {
      asterisk: program('usr/sbin/asterisk'),
      asteriskVersion: '22.10.1',
      asteriskFolders: {
        modules: join(libraries, 'asterisk/modules'),
        data: join(tree, 'usr/share/asterisk'),
      },
      sipp: program('usr/bin/sipp'),
    },
  });
  t.equal(readFileSync(join(folder, 'bin/runs'), 'utf8'), 'run\n');
  t.strictSame(cached(), ['asterisk-22.10.1-lab1']);
  t.ok(existsSync(join(tree, 'usr/share/asterisk/sounds/fr')), 'French prompts are found by their language');
  t.ok(
    said.some(line => line.includes('another process')),
    'the second one was told why it waits',
  );
});

t.test('when the archive cannot be had, the reason says so and nothing is left behind', { skip }, async t => {
  const { install, cached } = givenMachine(t, {
    mmdebstrap: '[ "$1" = --version ] && exit 0\necho E: no route to deb.debian.org >&2; exit 1',
  });
  const result = await install();
  t.match(result, {
    ok: false,
    reason: { en: /no route to deb\.debian\.org/, fr: /no route to deb\.debian\.org/ },
  });
  t.strictSame(cached(), []);
});

t.test(
  'where mmdebstrap is missing and cannot be installed, the reason says what to install',
  { skip },
  async t => {
    const { install } = givenMachine(t, { 'apt-get': 'echo E: apt is locked >&2; exit 100' });
    t.match(await install(), {
      ok: false,
      reason: { en: /asterisk and sip-tester, or mmdebstrap$/, fr: /ou mmdebstrap$/ },
    });
  },
);
