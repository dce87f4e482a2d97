// Types of asterisk-manager, which has none: the part that asterisk-manager.ts uses.
declare module 'asterisk-manager' {
  type Fields = Record<string, unknown>;

  type Manager = {
    readonly options: { username: string; password: string; events: boolean };
    connect(port: number, host: string, callback?: () => void): void;
    /** The callback gets the response itself as the error. */
    login(callback: (refusal?: Fields) => void): void;
    action(action: Fields, callback: (refusal: Fields | undefined, response: Fields) => void): void;
    disconnect(): void;
    removeAllListeners(event: string): void;
    /** Every message, as soon as it is whole. */
    on(event: 'rawevent', listener: (message: Fields) => void): void;
    on(event: 'close', listener: (hadError: boolean) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
  };

  const Manager: new () => Manager;
  export = Manager;
}
