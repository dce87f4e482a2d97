// The few figures that describe a handful of delays.

/** The smallest of `values` that at least `share` (0 to 1) of them do not exceed: the nearest-rank percentile. NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)));
  return sorted[rank - 1] ?? Number.NaN;
}

/** `a / b`; null when it cannot be told, because a side has no samples or `b` is not positive. */
export function ratio(a: number, b: number): number | null {
  return Number.isFinite(a) && Number.isFinite(b) && b > 0 ? a / b : null;
}

/** Three significant digits and the unit, e.g. `2.71 ms`, `294 ms`; `none` where there is no figure. */
export function figure(value: number, unit: string): string {
  if (!Number.isFinite(value)) return 'none';
  return `${threeDigits(value)} ${unit}`;
}

/** `0.0147`, `1.08`, `1234`: three significant digits without an exponent. */
export function threeDigits(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
