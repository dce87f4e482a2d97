// Sentences about shares: how the flow stands between in-house and partners, when partners may take the caller, and which.
import type { Text } from '../base/language.js';
import type { ShareCallFact, ShareFlowFact, ShareStand, ShareTarget } from '../core/facts-shares.js';
import { duration, type Sentences, told } from './told.js';

export const shareSentences: Sentences<ShareCallFact | ShareFlowFact> = {
  'share-weighed': ({ stand, opensAfterMs, softMs, hardMs }) => {
    const after = opensAfterMs === null ? null : duration(opensAfterMs);
    return told(
      {
        en: `Share: partners may take him ${after === null ? 'in a later period' : `after ${after.en} of waiting`}, as things stand`,
        fr: `Part : les partenaires peuvent le prendre ${after === null ? 'à une prochaine période' : `après ${after.fr} d’attente`}, en l’état`,
      },
      [standText(stand), limitsText(softMs, hardMs)],
    );
  },
  'share-opened': ({ ring, stand, because, opensAfterMs, softMs, hardMs }) => {
    const after = duration(opensAfterMs);
    const text = {
      en: `Ring ${ring + 1} opened after ${after.en} of waiting by the share: overflow to partners`,
      fr: `Cercle ${ring + 1} ouvert après ${after.fr} d’attente par la part : débordement vers les partenaires`,
    };
    const hard = {
      en: 'The hard limit: he waits no longer, whatever the share',
      fr: 'Limite dure : il n’attend pas plus longtemps, quelle que soit la part',
    };
    return told(text, [standText(stand), limitsText(softMs, hardMs), because === 'hard-limit' ? hard : null]);
  },
  'partner-weighed': ({ partner, weighed }, say) =>
    told(
      {
        en: `Partner ${say.partner(partner)} chosen by the proportions`,
        fr: `Partenaire ${say.partner(partner)} choisi selon les proportions`,
      },
      weighed.map(one => {
        const name = say.partner(one.partner);
        const behind = decimal(one.behind);
        return {
          en: `${name}: parts ${one.parts}, calls ${one.calls}, behind by ${behind.en}${one.passedOver ? '; cannot be dialled now' : ''}`,
          fr: `${name} : parts ${one.parts}, appels ${one.calls}, en retard de ${behind.fr}${one.passedOver ? ' ; ne peut être appelé' : ''}`,
        };
      }),
    ),
  'share-period-began': ({ flow, untilMs, target, carried, carriedByPartner }, say) => {
    const name = say.flow(flow);
    const until = say.clock(untilMs);
    const what = target === null ? null : targetText(target);
    const left = Object.entries(carriedByPartner).filter(([, calls]) => calls !== 0);
    return told(
      {
        en: `Flow ${name.en}: the share is counted anew until ${until}`,
        fr: `Flux ${name.fr} : la part est comptée à nouveau jusqu’à ${until}`,
      },
      [
        what,
        carried === 0
          ? null
          : {
              en: `Left over from before: in-house behind by ${decimal(carried).en} calls`,
              fr: `Reste d’avant : retard interne de ${decimal(carried).fr} appels`,
            },
        left.length === 0
          ? null
          : {
              en: `Left over from before, behind by: ${left.map(([id, calls]) => `${say.partner(id)} ${decimal(calls).en}`).join(', ')}`,
              fr: `Reste d’avant, en retard de : ${left.map(([id, calls]) => `${say.partner(id)} ${decimal(calls).fr}`).join(', ')}`,
            },
      ],
    );
  },
  'share-period-ended': ({ flow }, say) =>
    told({
      en: `Flow ${say.flow(flow).en}: no share is in force any more`,
      fr: `Flux ${say.flow(flow).fr} : plus aucune part en vigueur`,
    }),
};

/** What a share asks for. */
export function targetText({ kind, inHousePercent }: ShareTarget): Text {
  if (kind === 'target') return { en: `${inHousePercent}% in-house`, fr: `${inHousePercent} % en interne` };
  const most = 100 - inHousePercent;
  return { en: `partners at most ${most}%`, fr: `partenaires ${most} % au plus` };
}

function standText(stand: ShareStand): Text {
  const { inHouse, byPartners, inHouseSoon, byPartnersSoon } = stand;
  const all = inHouse + byPartners;
  const percent = all === 0 ? null : Math.round((100 * inHouse) / all);
  const asked = targetText(stand);
  return {
    en: `Asked: ${asked.en}; answered ${inHouse} in-house, ${byPartners} by partners${percent === null ? '' : ` (${percent}% in-house)`}; on their way ${inHouseSoon} and ${byPartnersSoon}`,
    fr: `Demandé : ${asked.fr} ; décrochés ${inHouse} en interne, ${byPartners} par les partenaires${percent === null ? '' : ` (${percent} % en interne)`} ; en chemin ${inHouseSoon} et ${byPartnersSoon}`,
  };
}

function limitsText(softMs: number, hardMs: number | null): Text {
  const soft = duration(softMs);
  if (hardMs === null)
    return { en: `Not before ${soft.en}, no hard limit`, fr: `Pas avant ${soft.fr}, sans limite dure` };
  const hard = duration(hardMs);
  return {
    en: `Not before ${soft.en}, at ${hard.en} at the latest`,
    fr: `Pas avant ${soft.fr}, à ${hard.fr} au plus tard`,
  };
}

const decimal = (calls: number): Text => {
  const text = String(Math.round(calls * 10) / 10);
  return { en: text, fr: text.replace('.', ',') };
};
