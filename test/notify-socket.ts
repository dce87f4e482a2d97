// The side of systemd: a datagram socket that takes in what programs tell of themselves. Node has no such sockets; Perl has, and
// Debian cannot be without it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Test } from 'tap';
import { until } from './until.js';

const listener = `
use IO::Socket::UNIX;
my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die "$!";
$| = 1;
print "listening\\n";
while (defined $socket->recv(my $said, 4096)) { $said =~ s/\\n/ /g; print "$said\\n" if length $said; }
`;

/** What to give as `skip` where a machine has not what it takes: the reason. */
export const noNotifySocket =
  ['/usr/bin/systemd-notify', '/usr/bin/perl']
    .filter(path => !existsSync(path))
    .map(path => `there is no ${path} here`)[0] ?? false;

export type NotifySocket = {
  /** The datagrams so far, without barriers. */
  readonly said: () => string[];
  /** Nobody takes anything in any more, as on a machine that is too busy, until `wake`. */
  readonly sleep: () => void;
  readonly wake: () => void;
};

/** Listens at `path`. */
export async function givenNotifySocket(t: Test, path: string): Promise<NotifySocket> {
  const child = spawn('/usr/bin/perl', ['-e', listener, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  await until('it listens', () => text.startsWith('listening\n'));
  return {
    said: () =>
      text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .slice(1, -1)
        .filter(line => !line.startsWith('BARRIER')),
    sleep: () => child.kill('SIGSTOP'),
    wake: () => child.kill('SIGCONT'),
  };
}
