import { init, jit, nn, numpy as np, type Array as Tensor, valueAndGrad } from '@jax-js/jax';
import type { WeightedTokens } from '../../../src/engine/learner/gradientWorkers.ts';
import { headWidth, type ModelShape, normEpsilon, parameterLayout } from '../../../src/engine/learner/model.ts';

/** The model again, on an independent library with automatic differentiation; batches are padded to `rows`. */
export interface JaxModel {
  /** Σ −weight × log-probability over the batch, and its gradient in the layout of the parameters. */
  lossAndGradient(parameters: Float32Array, batch: readonly WeightedTokens[]): Promise<[number, Float32Array]>;
}

type Tree = Record<string, Tensor>;

/** A model for batches of exactly `batch` sequences of at most `rows` + 1 tokens. */
export async function jaxModel(shape: ModelShape, batch: number, rows: number): Promise<JaxModel> {
  await init('wasm');
  const layout = parameterLayout(shape);
  const biases = alibi(shape, rows);
  const compiled = jit(
    valueAndGrad((tree: Tree, current: Tensor, previous: Tensor, earlier: Tensor, weighted: Tensor, bias: Tensor) =>
      lossOf(shape, tree, [current, previous, earlier], weighted, bias, [batch, rows]),
    ),
  );
  return {
    async lossAndGradient(parameters, sequences) {
      const tree = Object.fromEntries(
        layout.tensors.map(({ name, offset, rows, columns }) => [
          name,
          np.array(parameters.slice(offset, offset + rows * columns)).reshape([rows, columns]),
        ]),
      );
      const hot = (shift: number, weighted: boolean) => oneHot(shape, sequences, rows, shift, weighted);
      const [loss, gradients] = compiled(
        tree,
        hot(0, false),
        hot(-1, false),
        hot(-2, false),
        hot(1, true),
        np.array(biases).reshape([shape.slopes.length, rows, rows]),
      ) as [Tensor, Tree];
      const gradient = new Float32Array(layout.length);
      for (const { name, offset } of layout.tensors)
        gradient.set((await gradients[name]!.data()) as Float32Array, offset);
      return [((await loss.data()) as Float32Array)[0]!, gradient];
    },
  };
}

/** One row a position: 1, or the weight, at the token that lies `shift` positions on; 0 rows beyond the ends. */
function oneHot(
  { vocabulary }: ModelShape,
  batch: readonly WeightedTokens[],
  rows: number,
  shift: number,
  weighted: boolean,
): Tensor {
  const values = new Float32Array(batch.length * rows * vocabulary);
  for (const [index, { tokens, weights }] of batch.entries())
    for (let row = 0; row < rows; row++) {
      const token = tokens[row + shift];
      if (token !== undefined) values[(index * rows + row) * vocabulary + token] = weighted ? weights[row + shift]! : 1;
    }
  return np.array(values).reshape([batch.length * rows, vocabulary]);
}

function alibi({ slopes }: ModelShape, rows: number): Float32Array {
  return Float32Array.from({ length: slopes.length * rows * rows }, (_, index) => {
    const [head, row, column] = [Math.floor(index / rows / rows), Math.floor(index / rows) % rows, index % rows];
    return column > row ? -1e9 : -slopes[head]! * (row - column);
  });
}

function lossOf(
  shape: ModelShape,
  tree: Tree,
  [current, previous, earlier]: [Tensor, Tensor, Tensor],
  weighted: Tensor,
  bias: Tensor,
  [batch, rows]: [number, number],
): Tensor {
  const { width, layers, slopes } = shape;
  const [heads, head] = [slopes.length, headWidth(shape)];
  const embedding = tree['embedding']!;
  const [shiftOne, shiftTwo] = np.split(tree['shift']!, 2) as [Tensor, Tensor];
  let x = np
    .matmul(current, embedding.ref)
    .add(np.matmul(previous, embedding.ref).mul(shiftOne))
    .add(np.matmul(earlier, embedding.ref).mul(shiftTwo));
  for (let layer = 0; layer < layers; layer++) {
    const part = (name: string) => tree[`layers.${layer}.${name}`]!;
    const mixed = np.matmul(normalise(x.ref, part('attentionNorm')), part('queryKeyValue'));
    const [query, key, value] = np
      .split(mixed, 3, 1)
      .map(one => one.reshape([batch, rows, heads, head]).transpose([0, 2, 1, 3])) as [Tensor, Tensor, Tensor];
    const score = np.matmul(query, key.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(head));
    const attended = np.matmul(nn.softmax(score.add(bias.ref), -1), value);
    const side = attended.transpose([0, 2, 1, 3]).reshape([batch * rows, width]);
    x = x.add(np.matmul(side, part('attentionOut')));
    const hidden = nn.relu(np.matmul(normalise(x.ref, part('hiddenNorm')), part('hiddenIn')));
    x = x.add(np.matmul(hidden, part('hiddenOut')));
  }
  bias.dispose();
  const logits = np.matmul(normalise(x, tree['finalNorm']!), embedding.transpose());
  return np.sum(nn.logSoftmax(logits, -1).mul(weighted)).mul(-1);
}

function normalise(x: Tensor, gain: Tensor): Tensor {
  const scale = np.sqrt(np.mean(np.square(x.ref), 1, { keepdims: true }).add(normEpsilon));
  return x.div(scale).mul(gain);
}
