/** A number of nats for people: a true minus sign, and none before nothing. */
export function natsText(value: number, digits: number): string {
  return value
    .toFixed(digits)
    .replace(/^-(0\.0+)$/, '$1')
    .replace('-', '−');
}
