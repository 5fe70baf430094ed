/**
 * The learner's kernels. All matrices are row-major float32 at byte addresses; a stride is the distance between rows
 * in numbers. Column counts are multiples of 8 where a kernel says so; row counts are free. Addresses are multiples of
 * 4. Sums run in ascending order of the summed index, each product rounded before it is added, so that every machine
 * gets the same bits and a row's result does not depend on the rows beside it.
 */
export { adamStep, sumOfSquares } from './adam';
export { attend, attendBackward } from './attention';
export {
  crossEntropyBackward,
  softmaxRows,
  targetLogProbabilities,
} from './crossEntropy';
export { embed, embedBackward } from './embed';
export { normalise, normaliseBackward } from './normalise';
export { outerAdd, product } from './product';
export { relu, reluBackward } from './relu';
export { add, copyRows, firstFree, gather, scatterAdd } from './rows';
export { transpose } from './transpose';
