// What Linux says of a process: its CPU time and its memory, read from /proc.
import { readFile } from 'node:fs/promises';

/** Ticks of `utime` and `stime`: USER_HZ is 100 on every Linux that Node runs on. */
const tickMs = 10;

/** CPU time that a process has used so far, all its threads, in its own code and in the kernel; 10 ms steps. */
export async function cpuMs(pid: number): Promise<number> {
  return readCpuMs(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

/** From the text of /proc/PID/stat (proc(5)): fields 14 and 15. The name before them may hold spaces and brackets. */
export function readCpuMs(stat: string): number {
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(afterName[11]) + Number(afterName[12])) * tickMs;
}

export type Memory = {
  /** Resident now, and the most that was ever resident; MiB. */
  readonly residentMiB: number;
  readonly peakMiB: number;
};

export async function memory(pid: number): Promise<Memory> {
  return readMemory(await readFile(`/proc/${pid}/status`, 'utf8'));
}

/** From the text of /proc/PID/status: VmRSS and VmHWM. */
export function readMemory(status: string): Memory {
  const mebibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { residentMiB: mebibytes('VmRSS'), peakMiB: mebibytes('VmHWM') };
}
