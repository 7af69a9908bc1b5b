/**
 * What pages ask is answered by indexes, a few rows at a time. Where PostgreSQL expects more than there is, as of rows that wait, it would start
 * other processes or a compiler for it, which takes longer than the answer.
 */
export const SMALL_QUESTIONS = '-c max_parallel_workers_per_gather=0 -c jit=off';
