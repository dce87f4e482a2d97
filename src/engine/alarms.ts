// What is wrong with the calls process itself and with what it hangs on, as causes of alarms; and its eye, which looks once a second.
import type { ErrorCode } from '../base/error-catalogue.js';
import type { AlarmCause } from '../core/alarm-kinds.js';
import type { CustomersState } from '../link/customer-messages.js';
import type { Engine } from './engine.js';
import type { Clock } from './ports.js';

export type StoreHealth = {
  /** `null`: facts reach the disk. */
  readonly trouble: { readonly code: ErrorCode; readonly why: string } | null;
  readonly inMemory: number;
  readonly dropped: number;
  /** What was found missing since the start. */
  readonly damaged: {
    readonly missing: readonly { readonly from: number; readonly to: number }[];
    /** `salvaged`: what could still be read of it is in use. */
    readonly setAside: { readonly folder: string; readonly salvaged: boolean } | null;
  } | null;
  /** Why there is no new checkpoint; `null`: the last one is whole. */
  readonly checkpointFailed: { readonly code: ErrorCode; readonly why: string } | null;
  /** The disk that it lies on; `null`: nobody looks. */
  readonly room: {
    readonly folder: string;
    readonly freeBytes: number | null;
    readonly reserveBytes: number;
    readonly reserve: 'there' | 'spent' | 'none';
    readonly isLow: boolean;
  } | null;
};

const everyMs = 1_000;

/** Has the core look for alarms, now and once a second. `causes`: what is wrong outside of its state. Returns what ends it. */
export function watchAlarms(
  engine: Engine,
  clock: Pick<Clock, 'after'>,
  causes: () => readonly AlarmCause[],
): () => void {
  let forget = (): void => undefined;
  const look = () => {
    forget = clock.after(everyMs, look);
    engine.input({ type: 'alarms-looked-for', seen: causes() });
  };
  look();
  return () => forget();
}

/** Asterisk, and the engine's own contradictions. */
export function engineCauses({ switchHealth, violations }: Engine): AlarmCause[] {
  const causes: AlarmCause[] = [];
  const { connected, why } = switchHealth;
  if (!connected) causes.push({ kind: 'switch-away', about: null, why });
  const [first] = violations;
  if (first !== undefined) causes.push({ kind: 'invariant-broken', about: null, why: first });
  return causes;
}

export function storeCauses({
  trouble,
  inMemory,
  dropped,
  damaged,
  checkpointFailed,
  room,
}: StoreHealth): AlarmCause[] {
  const causes: AlarmCause[] = [];
  const { folder = null, freeBytes = null } = room ?? {};
  if (trouble !== null)
    causes.push({ kind: 'store-degraded', about: null, ...trouble, inMemory, dropped, folder, freeBytes });
  // Before calls have to go on from memory.
  else if (room?.isLow === true) causes.push(lowCause(room));
  if (damaged !== null) causes.push({ kind: 'store-damaged', about: null, ...damaged });
  if (checkpointFailed !== null) causes.push({ kind: 'checkpoint-failed', about: null, ...checkpointFailed });
  return causes;
}

function lowCause({
  folder,
  freeBytes,
  reserveBytes,
  reserve,
}: NonNullable<StoreHealth['room']>): AlarmCause {
  return reserve === 'spent'
    ? { kind: 'disk-reserve-spent', about: null, folder, freeBytes, reserveBytes }
    : { kind: 'disk-low', about: null, folder, freeBytes };
}

export function customerCauses({ isOn, trouble, crm }: CustomersState): AlarmCause[] {
  if (!isOn) return [];
  const causes: AlarmCause[] = [];
  if (trouble !== null) causes.push({ kind: 'directory-unreadable', about: null, why: trouble });
  if (crm !== null && crm.failingSinceMs !== null)
    causes.push({ kind: 'crm-away', about: null, why: crm.why });
  return causes;
}
