// A window before the desk: the browser keeps the focus in it, closes it with Esc, and gives the focus back.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DeskTexts } from './texts.js';

type Props = {
  readonly title: string;
  readonly words: DeskTexts;
  readonly close: () => void;
  readonly children: ComponentChildren;
};

export function DialogueFrame({ title, words, close, children }: Props) {
  const place = useRef<HTMLDialogElement>(null);
  // Before anything is painted: a key that is pressed at once is the dialogue's.
  useLayoutEffect(() => {
    const shown = place.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={place} aria-labelledby="dialogue-title" onCancel={close} onClose={close}>
      <div class="dialogue-head">
        <h2 id="dialogue-title">{title}</h2>
        <button type="button" class="plain" aria-label={words.closeDialog} onClick={close}>
          <span aria-hidden="true">✕</span>
        </button>
      </div>
      {children}
    </dialog>
  );
}
