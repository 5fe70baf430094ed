/** A policy of a run: the one that explored in this iteration, or the one that cloning led to. */
export const trainedPolicies = ['previous', 'cloning'] as const;

export type TrainedPolicy = (typeof trainedPolicies)[number];

/** What of a run an iteration's DPO works with: the same names in `train` of contrail.json. What is absent is as in ETO. */
export interface PreferenceChoice {
  /** Which policy training starts from; default `previous`. */
  readonly start?: TrainedPolicy;
  /**
   * Which policy DPO measures against; default `previous`, as ETO moves its reference (Song et al. 2024, Algorithm 1).
   * `cloning` keeps one for all iterations, as IPR does (arXiv 2406.11176).
   */
  readonly reference?: TrainedPolicy;
  /** Whether training takes the pairs of all iterations so far, not its own alone; default false. */
  readonly aggregate?: boolean;
}

/** What a run has for an iteration's DPO; policies and pairs are in whatever form the caller has them. */
export interface PreferenceStock<Policy, Pairs> {
  /** The policy that explored in this iteration. */
  readonly policy: Policy;
  /** The one that all iterations began with. */
  readonly cloned: Policy;
  /** The pairs of this arm's iterations so far, this one's last. */
  readonly pairs: readonly Pairs[];
}

/** What DPO is done with. */
export interface PreferenceSources<Policy, Pairs> {
  readonly start: Policy;
  readonly reference: Policy;
  readonly pairs: readonly Pairs[];
}

/** What of the stock is chosen. */
export function preferenceSources<Policy, Pairs>(
  { start, reference, aggregate }: PreferenceChoice,
  { policy, cloned, pairs }: PreferenceStock<Policy, Pairs>,
): PreferenceSources<Policy, Pairs> {
  const named = { previous: policy, cloning: cloned };
  return {
    start: named[start ?? 'previous'],
    reference: named[reference ?? 'previous'],
    pairs: aggregate ? pairs : pairs.slice(-1),
  };
}
