// The closed set of things that happen. Events stand in the event list; transitions follow at the
// same instant, in the order they were caused, before the next event.

// Events (1 .. 63); a and b are their payload.
/** A source offers the next request: a = source. */
export const ARRIVAL = 1;
/** An attempt reaches the callee: a = attempt. */
export const ARRIVE = 2;
/** Service (or the work after the calls) ends: a = attempt. */
export const SERVICE_END = 3;
/** A response reaches the caller: a = attempt. */
export const RESPONSE = 4;
/** An attempt's timer runs out: a = call. */
export const ATTEMPT_TIMEOUT = 5;
/** A back-off ends: a = call. */
export const RETRY = 6;
/** A fallback's answer is ready: a = call. */
export const FALLBACK_READY = 7;
/** A request's patience ends: a = request. */
export const PATIENCE_END = 8;
/** A queued attempt leaves: a = attempt, b = 1 if the order of the queue lets it wait no longer. */
export const QUEUE_TIMEOUT_EVENT = 9;
/** A cancellation reaches the callee: a = attempt, b = its generation. */
export const CANCEL_ARRIVE = 10;
/** Environments of a function may have been idle for long: a = node. */
export const ENVIRONMENTS_IDLE = 11;
/** Another poller of a function asks for messages while some wait: a = queue. */
export const POLLER_JOINS = 38;
/** A function may start an environment again for what waits at its instance: a = instance. */
export const ENVIRONMENT_MAY_START = 39;
/** Callers learn that an instance came or went: a = instance, b = up. */
export const ENDPOINT_UPDATE = 12;
/** A closed-loop user stops thinking: a = source, b = user. */
export const THINK_END = 15;
/** A message reaches a consumer: a = message. */
export const DELIVERY_ARRIVE = 16;
/** A settlement (ack, nack, drop) reaches the broker: a = message, b = settlement. */
export const SETTLE_ARRIVE = 17;
/** Records reach a consumer of a log: a = assignment row. */
export const FETCH_ARRIVE = 18;
/** A consumer group commits: a = member. */
export const COMMIT_TICK = 19;
/** A group notices a lost or new member: a = group. */
export const REBALANCE = 20;
/** A hedge is due, if its try is still open: a = call. */
export const HEDGE_DUE = 26;
/** The handshake of a new connection ends: a = connection. */
export const CONNECTED = 27;
/** A connection has been idle for as long as it may: a = connection. */
export const IDLE_CLOSE = 28;
/** A flight's timer, for a connection or for its answer, runs out: a = flight. */
export const FLIGHT_TIMEOUT = 29;
/** A call has waited for a permit of its bulkhead as long as it may: a = call. */
export const WAIT_OVER = 21;
/** A deadline comes: a = call, b = 0; or that of a whole request: a = request, b = 1. */
export const DEADLINE = 22;
/** A rate limiter has the next token for those in line: a = its row of state. */
export const TOKEN_READY = 23;
/** An interval of an edge's outlier detection ends: a = edge. */
export const OUTLIER_TICK = 30;
/** A step of an active health check: a = watched member, b = step. */
export const HEALTH_CHECK = 31;
/** A member that was left out after failures may be tried again: a = watched member. */
export const LEFT_OUT_END = 32;
/**
 * A batch of jobs is to start: a = source, b = number of the listed instant, -1 = a regular one; or the
 * window of one ends: a = batch, b = -2.
 */
export const BATCH_DUE = 33;
/** What a cache has under way: a = its row, b = which sort of it (cache-errands.ts). */
export const CACHE_ERRAND = 34;
/** An attempt before the door has its token: a = attempt. */
export const GATE_OPEN = 35;
/** A client that has lost its held connection connects again: a = pool. */
export const RECONNECT = 36;
/** A hub has checked who a connection is from, or could not: a = the attempt that did, b = outcome. */
export const UPGRADE_CHECKED = 13;
/** A ping over a held connection was not answered in time: a = pool, b = instance. */
export const HEARTBEAT_MISSED = 37;
/** The attempt with the least work left at an instance that shares its cores ends: a = instance. */
export const SHARE_END = 40;
/** The service of a batch ends: a = batch. */
export const BATCH_END = 41;
/** An instance breaks down, by its own breakdowns: a = instance. */
export const BREAK_DOWN = 42;
/** An instance is repaired: a = instance. */
export const MEND = 43;
/** A sleeping instance looks for work: a = instance. */
export const WAKE = 44;
/** TCP sends a lost message again: a = attempt, b = 2 x how often it was lost, + 1 for an answer. */
export const RETRANSMIT = 45;
/** Faults are to be worked out anew, though none begins or ends: a = instance. */
export const FAULTS_DUE = 46;
/** A client that was held back sends again: a = source. */
export const HERD_RETURN = 47;
/** TCP sends a delivery or its settlement again: a = message, b = 8 x how often it was lost + settlement. */
export const RESEND = 48;
/** Followers of a log have fetched: a = partition, b = node. */
export const REPLICATED = 56;
/** A cluster gives a crashed broker of a log up: a = instance, b = node. */
export const BROKER_FENCED = 57;
/** A broker of a log has caught up: a = instance, b = node. */
export const REPLICA_BACK = 58;
/** Records of a log may be too old: a = partition, b = node. */
export const RETENTION_DUE = 59;
/** A member of a group may not have polled in time: a = member. */
export const POLL_OVERDUE = 60;
/** A record that failed is tried again in place: a = cursor. */
export const RECORD_RETRY = 61;
/** The message at the head of a queue expires: a = queue. */
export const EXPIRE = 49;
/** The lease of a delivery ends: a = message. */
export const LEASE_END = 52;
/** A message that paused may be delivered: a = message. */
export const READY_AGAIN = 53;
/** A consumer's request for messages reaches the broker: a = consumer. */
export const RECEIVE_ARRIVE = 54;
/** A request for messages has waited for as long as it may: a = consumer. */
export const RECEIVE_OVER = 55;
/** A parcel of calls is to be sent: a = parcel. */
export const PARCEL_DUE = 62;
/** An instant at which a caller sends what it has collected: a = slot. */
export const PARCEL_TICK = 63;
/** A publish is stored safely where it has to be: a = attempt. */
export const STORED = 50;
/** The members of a queue have another leader: a = queue. */
export const ELECTED = 51;

/** A reply reaches the caller that waits for it: a = the reply. */
export const REPLY_ARRIVE = 81;
/** A relay looks into the outbox of an edge: a = edge. */
export const OUTBOX_POLL = 82;
/** A relay learns what became of an entry: a = the attempt that published it. */
export const RELAY_ANSWER = 83;
/** The metric of a fleet is sampled: a = node. */
export const FLEET_SAMPLE = 84;

/** An attempt has waited for the lock of its row for as long as it may: a = attempt. */
export const LOCK_TIMEOUT = 85;
/** What was left undone is taken up again: a = row of the unfinished. */
export const TAKE_UP = 86;

// Transitions (64 .. 127), apart from the events above.
/** A sent attempt reaches the callee without delay: a = attempt. */
export const ARRIVE_NOW = 64;
/** An answer reaches the caller without delay: a = attempt. */
export const RESPONSE_NOW = 65;
/** The first service of an attempt is done, its calls follow: a = attempt. */
export const WORK_SERVED = 66;
/** The only call of a stage was sent one way: a = its parent, b = the parent's generation. */
export const SENT_ONE_WAY = 67;
/** A call of a plan has ended: a = call, its outcome in the call's row. */
export const CALL_ENDED = 68;
/** ARRIVE_NOW of a = attempt, and right after it SENT_ONE_WAY of b = parent. */
export const ARRIVE_AND_GO_ON = 69;
/** The root of a request has ended: a = attempt, b = outcome. */
export const ROOT_ENDED = 70;
/** A slot of an instance may be free for buffered messages: a = instance. */
export const SLOT_FREE = 71;
/** A delivery's processing has ended: a = attempt, b = outcome. */
export const DELIVERY_ENDED = 72;
/** A flight has ended apart from an event of its own: a = flight, b = outcome. */
export const FLIGHT_ENDED = 80;
/** A call that waited for a policy around it goes on: a = call. */
export const CALL_RESUMED = 75;
/** A call that waited for a policy around its attempt goes on: a = call. */
export const ATTEMPT_RESUMED = 76;
/** A failed call is made anew, over another edge: a = call. */
export const CALL_INSTEAD = 78;
/** What a command of a cache waited for has been fetched, or not: a = its wait, b = outcome. */
export const FETCHED = 91;
/** A versioned read is answered, the conditional write follows: a = attempt that read. */
export const WRITE_FOLLOWS = 79;
/** A slot of an instance has become free apart from the end of a service: a = instance. */
export const SLOT_OPEN = 90;
/** A parcel of calls has been answered, or never will be: a = carrier, b = outcome. */
export const PARCEL_ENDED = 92;
/** A broker has handled a reply, or lost it: a = the reply, b = outcome. */
export const REPLY_HANDLED = 120;
/** A broker has handled an entry of an outbox, or not: a = attempt, b = outcome. */
export const RELAY_HANDLED = 121;
/** A publish in line may be sent: a = its entry. */
export const LINE_GOES = 122;
/** Publishes that wait at a log for their turn are looked at again: a = line. */
export const LINE_MOVED = 123;
/** A publish that waited at a log for its turn outlives its call: a = attempt, b = its generation. */
export const HELD_GOES = 124;
/** A broker has accepted a publish: a = attempt. */
export const PUBLISHED = 73;
/** A message's queue may dispatch: a = queue. */
export const DISPATCH = 74;
/** A message has died in its queue and is published anew: a = message, b = reason. */
export const DEAD_LETTERED = 100;
/** A broker has room for messages again: a = node. */
export const UNBLOCKED = 101;

/** An attempt has the lock that it waited for: a = attempt, b = its generation. */
export const LOCK_GRANTED = 94;
/** An attempt goes on with a stage of its calls: a = attempt. */
export const CALLS_GO_ON = 95;
/** The request of a batch's job has ended: a = job, b = outcome. */
export const JOB_ENDED = 96;

// Events again, dispatched like transitions (107 .. 119).
/** The sender of a stream has its next message ready: a = half, b = generation and times it was lost. */
export const STREAM_SEND = 107;
/** A message of a stream reaches its reader's side, or is read: a = half, b = 2 x the stream's generation + 1 if read. */
export const STREAM_ARRIVE = 108;
/** A push has found no room in a send buffer, which costs the connection: a = connection, b = its pool. */
export const BUFFER_FULL = 109;
/** Room in a window comes back to a sender: a = half, b = 2 x the stream's generation + 1 for its connection's. */
export const STREAM_CREDIT = 113;
/** The reset of a stream is sent again: a = attempt, b = its generation and how often it was lost. */
export const STREAM_RESET = 119;
/** The next dead letter of a queue goes back to where it died: a = queue. */
export const REDRIVE = 110;
/** The next archived message of a replay comes to its queue: a = queue. */
export const REPLAY_NEXT = 111;
/** A dead letter that could not be taken is published again: a = message, b = reason. */
export const DEAD_LETTER_RETRY = 112;

/** An exporter of spans has waited for as long as it may: a = exporter. */
export const EXPORT_DUE = 114;
/** An exporter of spans has a full batch: a = exporter. */
export const EXPORT_FULL = 115;
/** A batch of spans that failed is sent again: a = exporter. */
export const EXPORT_AGAIN = 116;
/** An export has ended: a = its call, b = outcome. */
export const EXPORT_ENDED = 117;
/** The oldest traces that a collector holds are decided: a = node. */
export const TRACES_DUE = 118;
