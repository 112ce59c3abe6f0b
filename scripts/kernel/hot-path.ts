// The functions that most requests pass through, by what profiles of the bench's cases show. They are
// put into each other; what they call besides stays a call, so that they remain small enough.
export const HOT_PATH: readonly string[] =
  // The loop and the event list.
  (
    "executeEvents dispatch nextEvent firstOfRing takeFirstOfRing advance place putInOrder isBefore " +
    "schedule make scheduleInLane cancel leaveRing leaveLane allocateRow freeRow follow dropOldest " +
    // Draws and records.
    "sampleInto drawInto nextExponential nextU32 record recordZero recordWait recordForType " +
    // Requests and their roots.
    "arrival takeArrival scheduleNext offer drawType drawClient drawsKeys beginRequest " +
    "holdRequest forget releaseRequest rootEnded countEnd " +
    // Calls.
    "beginCalls nextStage launch startCall beginCall linkTo unlinkCall sendAttempt sendToMember " +
    "countAttempt countForType pickInstance firstIn transmit makeAttempt travel " +
    "sampleDelay endOneWay response stopTimer attemptEnded memberAnswered tryEnded endCall concludeCall callEnded " +
    "abandonCalls planEnded pendingMore pendingLess " +
    "isPlainOneWay sendOneWay sentOneWay stageEnded stagesEnded join passThrough newAttempt picksByCall " +
    // Stations.
    "arrive takeIn begin holdSlot drawWork drawOutcome work serviceEnd accountService bookWork served awaitCalls callsDone " +
    "endCalling finish depart leave releaseSlot giveUpSlot fillFrom callIn answer instanceWithSlot enqueue " +
    "link nextInQueue leaveQueue dropTimer enter countArrival touchInstance shareQueue queueMore " +
    "queueLess workMore workLess blockedMore blockedLess awayMore awayLess awayMoreAt awayLessAt"
  ).split(" ");
