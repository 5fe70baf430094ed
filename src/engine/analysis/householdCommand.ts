/** An action on a thing, in the wordings of households; names in lower case and without article. */
export interface HouseholdCommand {
  readonly verb: 'put' | 'take' | 'treat' | 'use';
  readonly thing: string;
  /** Where to, where from, or what with. */
  readonly place?: string;
}

const wordings: readonly (readonly [HouseholdCommand['verb'], RegExp])[] = [
  ['put', /^(?:put|place|move|insert) (.+?) (?:in\/on|inside|into|onto|in|on|to) (.+)$/],
  ['take', /^(?:take|pick up|grab|get) (.+?) from (.+)$/],
  ['treat', /^(?:clean|wash|heat|cool) (.+?) (?:with|using|in) (.+)$/],
  ['use', /^(?:use|turn on|switch on|toggle) (.+)$/],
];

/** What an action does to a thing; undefined for any other action. */
export function householdCommand(action: string): HouseholdCommand | undefined {
  const text = action
    .trim()
    .toLowerCase()
    .replace(/\b(?:a|an|the|some) /g, '');
  for (const [verb, wording] of wordings) {
    const [, thing, place] = wording.exec(text) ?? [];
    if (thing !== undefined) return { verb, thing, ...(place !== undefined && { place }) };
  }
  return undefined;
}
