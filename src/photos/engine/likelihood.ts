/** From a model's plain answer to 0…1 (the logistic function). */
export const likelihood = (answer: number): number => 1 / (1 + Math.exp(-answer));
