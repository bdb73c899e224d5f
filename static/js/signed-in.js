// The end of a sign-in that took place inside another page: tells the pages that wait for it.
new BroadcastChannel("amif-session").postMessage("signed-in");
