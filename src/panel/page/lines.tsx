// Trunks and partners: how full they are and what is wrong with them.
import type { TrunkOnPage } from '../page-state.js';
import { fill } from './texts.js';
import { inOrder, type View } from './view.js';

export function Lines({ view }: { readonly view: View }) {
  const { texts, state } = view;
  const partners = inOrder(state.partners);
  return (
    <section class="card lines" aria-label={texts.trunks}>
      <h2>{texts.trunks}</h2>
      <ul>
        {inOrder(state.trunks).map(([id, trunk]) => (
          <Trunk key={id} id={id} trunk={trunk} view={view} />
        ))}
      </ul>
      {partners.length === 0 ? null : (
        <>
          <h2>{texts.partners}</h2>
          <ul>
            {partners.map(([id, partner]) => (
              <li key={id} data-partner={id} class="partner">
                <span class="name">{partner.name}</span>
                <span>
                  <strong>{partner.talking}</strong> {texts.talking.toLowerCase()} ·{' '}
                  {fill(texts.partnerToday, { N: partner.answered })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Trunk({
  id,
  trunk,
  view,
}: {
  readonly id: string;
  readonly trunk: TrunkOnPage;
  readonly view: View;
}) {
  const { texts } = view;
  const { inUse, usable, channels, alarm } = trunk;
  const share = channels === 0 ? 0 : Math.min(100, (100 * inUse) / channels);
  const free =
    usable === null ? texts.trunkUnknown : fill(texts.trunkFree, { N: Math.max(0, usable - inUse) });
  const label = `${inUse} / ${channels}`;
  return (
    <li data-trunk={id} class={alarm === null ? 'trunk' : 'trunk red'}>
      <div class="head">
        <span class="name">{trunk.name}</span>
        <span>
          <strong>{label}</strong> · {free}
        </span>
      </div>
      <div class="gauge" aria-hidden="true">
        <span class="fill" style={{ width: `${share}%` }} />
      </div>
      {alarm === null ? null : (
        <p class="alarm">
          <span aria-hidden="true">■</span> {alarm}
        </p>
      )}
    </li>
  );
}
