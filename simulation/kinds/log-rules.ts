// What producers of a log do by themselves when settings contradict each other.

/** Requests in flight beyond which a producer does not number its records. Kafka: enable.idempotence. */
export const NUMBERED_REQUESTS_MAX = 5;
