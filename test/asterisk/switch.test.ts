// The Asterisk side of the port Switch, on a real Asterisk with SIP callers and phones.
import t from 'tap';
import type { Asterisk } from '../../lab/asterisk.js';
import { givenAsterisk, labSkip } from '../../lab/given.js';
import type { Logger } from '../../src/base/logger.js';
import type { ContractPbx } from '../contract/pbx.js';
import { switchContract } from '../contract/switch.js';
import { asteriskPbx } from './asterisk-pbx.js';

const skip = await labSkip();

/** Says what the switch logs, where a test fails. */
function loggerOf(lines: string[]): Logger {
  const log = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  const logger: Logger = {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: () => logger,
  };
  return logger;
}

t.test('a switch on a real Asterisk', { skip }, async t => {
  const asterisk: Asterisk = await givenAsterisk(t);
  const lines: string[] = [];
  let pbx: (ContractPbx & { stop: () => Promise<void> }) | undefined;
  t.afterEach(async t => {
    await pbx?.stop();
    pbx = undefined;
    await asterisk.cli('channel request hangup all');
    if (!t.passing()) t.comment(lines.join('\n'));
    lines.length = 0;
  });
  switchContract(t, async () => {
    pbx = await asteriskPbx(asterisk, loggerOf(lines));
    return pbx;
  });
});
