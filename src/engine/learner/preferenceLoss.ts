import { exp, log } from './kernels/elementary.ts';

/** One pair's value and slope under DPO. */
export interface PreferenceLoss {
  /** −log σ(margin): ETO Eq. 11 for one pair. */
  readonly loss: number;
  /** β × ((chosen − reference chosen) − (rejected − reference rejected)): the argument of σ in Eq. 11. */
  readonly margin: number;
  /** β × (chosen − reference chosen): the implicit reward of DPO (Rafailov et al. 2023, Eq. 5, up to a constant). */
  readonly chosenReward: number;
  readonly rejectedReward: number;
  /** ∂ loss / ∂ chosen = −β × σ(−margin), ≤ 0; with respect to rejected it is the negative (Rafailov et al. 2023, Eq. 7). */
  readonly slope: number;
}

/** The two log-probabilities of one pair: sums over the agent's tokens of each side, in nats. */
export interface PairLogProbabilities {
  readonly chosen: number;
  readonly rejected: number;
}

/**
 * The loss of trajectory-level DPO for one pair (Song et al. 2024, Eq. 11). With β = 0 it is log 2 and its slope 0,
 * whatever the policy does.
 */
export function preferenceLoss(
  policy: PairLogProbabilities,
  reference: PairLogProbabilities,
  beta: number,
): PreferenceLoss {
  const chosenReward = beta * (policy.chosen - reference.chosen);
  const rejectedReward = beta * (policy.rejected - reference.rejected);
  const margin = chosenReward - rejectedReward;
  const small = exp(-Math.abs(margin));
  return {
    loss: Math.max(-margin, 0) + log(1 + small),
    margin,
    chosenReward,
    rejectedReward,
    slope: (-beta * (margin > 0 ? small : 1)) / (1 + small),
  };
}
