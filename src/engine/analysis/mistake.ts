/** What a single step can do wrong, as far as text and validity tell; a step counts as the first of these that it is. */
export const mistakeKinds = [
  'malformed',
  'invented-object',
  'wrong-number',
  'wrong-object',
  'wrong-receptacle',
  'left-out-step',
  'repeats',
  'other-invalid',
] as const;

export type MistakeKind = (typeof mistakeKinds)[number];

/** Why an episode failed: what it mainly did wrong or, where no step was wrong, how it ended. */
export const failureKinds = [...mistakeKinds, 'gave-up', 'fell-short', 'broken-off'] as const;

export type FailureKind = (typeof failureKinds)[number];

/** What people call each kind, in the singular. */
export const failureNames: Readonly<Record<FailureKind, string>> = {
  malformed: 'malformed turn',
  'invented-object': 'invented object',
  'wrong-number': 'wrong number',
  'wrong-object': 'wrong object',
  'wrong-receptacle': 'wrong receptacle',
  'left-out-step': 'left out a step',
  repeats: 'repeats itself',
  'other-invalid': 'other invalid action',
  'gave-up': 'gave up at the limit',
  'fell-short': 'ended short of the goal',
  'broken-off': 'broken off, not judged',
};

/** What each kind means exactly, as one sentence without a full stop. */
export const failureMeanings: Readonly<Record<FailureKind, string>> = {
  malformed:
    'a turn that was not understood names no action, was cut off, writes the observation itself or holds a lead word (`Action:`) in its action',
  'invented-object': 'an invalid action names something of which nothing that was shown before speaks',
  'wrong-number':
    'an invalid action names a number that was never shown, of a kind that was (`mug 3`), or takes one that is not where another of its kind lies',
  'wrong-object': 'treats, or puts where the task wants another thing, a thing of a kind that was not asked for',
  'wrong-receptacle':
    'puts what was asked for into a receptacle of another kind than the asked one, or takes a thing from where it was seen not to be',
  'left-out-step':
    'puts what was asked for into the right kind of receptacle before it was cleaned, heated or cooled as asked, or turns on the asked lamp without it in hand',
  repeats:
    'takes the action of the step before to no effect, or is part of three or more steps in a row that repeat earlier actions and answers',
  'other-invalid': 'any other action that the environment did not understand',
  'gave-up': 'reached a limit without any of the above',
  'fell-short': 'was ended by the environment with less than full reward, without any of the above',
  'broken-off': 'could not be played to an end: there is no reward',
};
