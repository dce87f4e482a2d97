// What the control socket tells of customers.

/** How customers are found. */
export type CustomersState = {
  /** False: the site file looks for nobody. */
  readonly isOn: boolean;
  /** The newest whole import; `null`: there is none. */
  readonly directory: {
    readonly customers: number;
    readonly numbers: number;
    readonly importedAtMs: number;
    readonly file: string;
  } | null;
  /** Why the directory cannot be read. */
  readonly trouble: string | null;
  /** `null`: the site has none. `failingSinceMs`: it does not answer, and nobody waits for it. */
  readonly crm: {
    readonly failingSinceMs: number | null;
    readonly why: string | null;
    readonly remembered: number;
  } | null;
};
