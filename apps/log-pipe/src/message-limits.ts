import { MAX_REQUEST_BYTES } from '@tickerlake/sqs-batch';

/**
 * Room beside the body: for the attributes that go with it here, and for those with which the processor hands an
 * unreadable body on to the dead-letter queue, whose messages have the same limit.
 */
const HEAD_ROOM_BYTES = 4_096;

/** The most that this function puts into the body of one message, bytes. */
export const MAX_BODY_BYTES = MAX_REQUEST_BYTES - HEAD_ROOM_BYTES;
