import { type ModelShape, normEpsilon, parameterLayout, type Tensor } from '../../../src/engine/learner/model.ts';

type Matrix = number[][];

/** The model's equations in plain float64, to check the kernels against: the log-probability of each next token. */
export function referenceLogProbabilities(
  shape: ModelShape,
  parameters: ArrayLike<number>,
  tokens: readonly number[],
): number[] {
  const layout = parameterLayout(shape);
  const matrix = ({ offset, rows, columns }: Tensor): Matrix =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => parameters[offset + row * columns + column]!),
    );
  const embedding = matrix(layout.embedding);
  const [previous, earlier] = matrix(layout.shift);
  const inputs = tokens.slice(0, -1);
  let x: Matrix = inputs.map((token, row) =>
    embedding[token]!.map(
      (value, column) =>
        value +
        (row >= 1 ? previous![column]! * embedding[inputs[row - 1]!]![column]! : 0) +
        (row >= 2 ? earlier![column]! * embedding[inputs[row - 2]!]![column]! : 0),
    ),
  );
  for (const layer of layout.layers) {
    const mixed = multiply(normalise(x, matrix(layer.attentionNorm)[0]!), matrix(layer.queryKeyValue));
    x = add(x, multiply(attend(shape, mixed), matrix(layer.attentionOut)));
    const hidden = multiply(normalise(x, matrix(layer.hiddenNorm)[0]!), matrix(layer.hiddenIn));
    x = add(
      x,
      multiply(
        hidden.map(row => row.map(value => Math.max(0, value))),
        matrix(layer.hiddenOut),
      ),
    );
  }
  const out = normalise(x, matrix(layout.finalNorm)[0]!);
  return out.map((row, index) => {
    const logits = embedding.map(word => dot(word, row));
    const largest = Math.max(...logits);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    return logits[tokens[index + 1]!]! - largest - Math.log(sum);
  });
}

function attend({ width, slopes }: ModelShape, mixed: Matrix): Matrix {
  const head = width / slopes.length;
  const heads = slopes.map((slope, number) => {
    const part = (which: number) => mixed.map(row => row.slice(which * width + number * head).slice(0, head));
    const [queries, keys, values] = [part(0), part(1), part(2)];
    return queries.map((query, row) => {
      const weights = keys
        .slice(0, row + 1)
        .map((key, at) => Math.exp(dot(query, key) / Math.sqrt(head) - slope * (row - at)));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return query.map((_, column) =>
        weights.reduce((total, weight, at) => total + (weight / sum) * values[at]![column]!, 0),
      );
    });
  });
  return mixed.map((_, row) => heads.flatMap(rows => rows[row]!));
}

function normalise(x: Matrix, gain: readonly number[]): Matrix {
  return x.map(row => {
    const scale = 1 / Math.sqrt(dot(row, row) / row.length + normEpsilon);
    return row.map((value, column) => value * scale * gain[column]!);
  });
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map(row => b[0]!.map((_, column) => row.reduce((sum, value, inner) => sum + value * b[inner]![column]!, 0)));
}

function add(a: Matrix, b: Matrix): Matrix {
  return a.map((row, index) => row.map((value, column) => value + b[index]![column]!));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
