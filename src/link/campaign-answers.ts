// Hands a request about campaigns to who answers it.
import { unreachable } from '../base/assert.js';
import type { RequestMessage, Requests } from './messages.js';

const types = [
  'campaigns',
  'campaign-order',
  'campaign-add',
  'campaign-clear',
  'campaign-records',
  'do-not-call',
  'do-not-call-list',
  'preview-answer',
] as const;

type CampaignType = (typeof types)[number];
type CampaignRequest = Extract<RequestMessage, { type: CampaignType }>;

export type CampaignAnswers = {
  readonly [T in CampaignType]: (
    ask: Requests[T]['ask'],
  ) => Requests[T]['result'] | Promise<Requests[T]['result']>;
};

const known: ReadonlySet<string> = new Set(types);

export function isCampaignRequest(request: RequestMessage): request is CampaignRequest {
  return known.has(request.type);
}

export function answerCampaign(
  answers: CampaignAnswers,
  request: CampaignRequest,
): Requests[CampaignType]['result'] | Promise<Requests[CampaignType]['result']> {
  switch (request.type) {
    case 'campaigns':
      return answers.campaigns({});
    case 'campaign-order':
      return answers['campaign-order'](request);
    case 'campaign-add':
      return answers['campaign-add'](request);
    case 'campaign-clear':
      return answers['campaign-clear'](request);
    case 'campaign-records':
      return answers['campaign-records'](request);
    case 'do-not-call':
      return answers['do-not-call'](request);
    case 'do-not-call-list':
      return answers['do-not-call-list'](request);
    case 'preview-answer':
      return answers['preview-answer'](request);
    default:
      return unreachable(request);
  }
}
