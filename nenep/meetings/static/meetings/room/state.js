// What the room knows on this device; the other modules read and change it.

export const room = {
  meeting: 0,
  account: 0,
  device: "",
  key: null,
  token: "", // of the session, fresh since the last contact; empty: ask before sending
  offset: 0, // milliseconds of the server's clock before this one (clock.js)
  isShared: false, // a borrowed phone
  until: "", // when the copy must go
  mark: "", // version and state of the copy, as the server writes it
  step: "",
  steps: {}, // by code: {version, html}
  frame: "",
  entries: [], // commands that the copy does not hold yet, in order
  state: "sent", // of the line in the head: sent, sending, waiting, stopped
  isOpen: false, // this script takes the forms
  isOver: false, // the server takes nothing more from here
  stuck: "", // why what waits cannot be sent by this person now; it is listed then
  cannotKeep: false, // the browser's store fails
  isUnready: false, // what a time without network needs is not on this device yet
};

// The address of a step; its code is the last piece.
export const addressOf = (step) => `/hop/${room.meeting}/phong/${step}/`;
export const stepOf = (path) => path.match(/^\/hop\/\d+\/phong\/([\w-]+)\//)?.[1] ?? "diem-danh";
export const meetingOf = (path) => Number(path.match(/^\/hop\/(\d+)\/phong\//)?.[1] ?? 0);
