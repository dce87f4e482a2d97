// Something that lies over the page until it is answered or closed; the browser keeps the focus in it.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

type DialogProps = {
  readonly title: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
};

export function Dialog({ title, close, children }: DialogProps) {
  const place = useRef<HTMLDialogElement>(null);
  // Before anything is painted: a key that is pressed at once is the dialogue's.
  useLayoutEffect(() => {
    const { current } = place;
    if (current?.open === false) current.showModal();
    // Closed, and not only taken away: then the browser gives the focus back to where one came from.
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={place}
      aria-label={title}
      onClose={close}
      onCancel={event => {
        event.preventDefault();
        close();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
