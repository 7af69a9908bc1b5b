/**
 * Where the points of MediaPipe's face mesh lie: indices into `Face.mesh`. Left and right are the person's own, so the
 * right eye stands on the left side of the picture. Outlines are closed and in order.
 */
export const FACE_OUTLINE = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93,
  234, 127, 162, 21, 54, 103, 67, 109,
] as const;

export const RIGHT_EYE_OUTLINE = [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7] as const;
export const LEFT_EYE_OUTLINE = [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249] as const;

/** Upper and lower lid above and below the iris: towards the outer corner, middle, towards the inner one. */
export const RIGHT_LIDS = [
  [160, 144],
  [159, 145],
  [158, 153],
] as const;
export const LEFT_LIDS = [
  [387, 373],
  [386, 374],
  [385, 380],
] as const;

export const RIGHT_EYE_CORNERS = [33, 133] as const;
export const LEFT_EYE_CORNERS = [263, 362] as const;

/** Middle of the iris, and four points of its rim: the two at its sides, then top and bottom. */
export const RIGHT_IRIS = { middle: 468, sides: [469, 471], ends: [470, 472] } as const;
export const LEFT_IRIS = { middle: 473, sides: [474, 476], ends: [475, 477] } as const;

/** Skin right below and above each eye, each with skin further out in the same light: cheek, forehead. */
export const RIGHT_EYE_RIM = [
  [23, 118],
  [24, 101],
  [110, 117],
  [22, 100],
] as const;
export const LEFT_EYE_RIM = [
  [253, 347],
  [254, 330],
  [339, 346],
  [252, 329],
] as const;

export const RIGHT_BROW_OUTLINE = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46] as const;
export const LEFT_BROW_OUTLINE = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276] as const;

export const LIPS_OUTLINE = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185] as const;
export const INNER_LIPS_OUTLINE = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191] as const;

/** Upper and lower inner lip in the middle and to both sides of it. */
export const INNER_LIPS = [
  [13, 14],
  [82, 87],
  [312, 317],
] as const;
/** Edges of the lips from one corner of the mouth to the other: against the skin, and against each other. */
export const OUTER_LIP = {
  upper: [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291],
  lower: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291],
} as const;
export const INNER_LIP = {
  upper: [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
  lower: [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308],
} as const;

export const MOUTH_CORNERS = [61, 291] as const;

/** Skin between eye, nose and mouth. */
export const RIGHT_CHEEK = [50, 205, 207, 187, 147, 123] as const;
export const LEFT_CHEEK = [280, 425, 427, 411, 376, 352] as const;

export const NOSTRILS_OUTLINE = [98, 97, 2, 326, 327, 294, 278, 4, 48, 64] as const;
export const NOSE_BRIDGE = 6;

export const CHIN = 152;
export const FOREHEAD_TOP = 10;
/** The widest points of the face beside the ears: right, left. */
export const FACE_SIDES = [234, 454] as const;
