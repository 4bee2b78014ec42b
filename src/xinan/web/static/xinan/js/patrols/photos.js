// A photograph made small on the phone: drawn anew, so that nothing of what the camera wrote into it is left.
const LONGEST_SIDE = 1600;
const MOST_BYTES = 900000;
const THUMB_SIDE = 168;

async function opened(file) {
  if ("createImageBitmap" in window) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch { /* older browsers know no options: drawn by an element below */ }
  }
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function drawn(image, side) {
  const width = image.naturalWidth ?? image.width;
  const height = image.naturalHeight ?? image.height;
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const jpeg = (canvas, quality) => new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });

// The bytes to send and a small picture to show. Bytes, not a Blob: older Safari cannot keep Blobs in IndexedDB.
export async function shrunk(file) {
  const image = await opened(file);
  let side = LONGEST_SIDE;
  let quality = 0.82;
  let blob = await jpeg(drawn(image, side), quality);
  while (blob && blob.size > MOST_BYTES && side > 400) {
    side = Math.round(side * 0.8);
    quality = Math.max(0.6, quality - 0.06);
    blob = await jpeg(drawn(image, side), quality);
  }
  const thumb = drawn(image, THUMB_SIDE).toDataURL("image/jpeg", 0.7);
  image.close?.();
  if (!blob) throw new Error("the picture cannot be written");
  return { content: await blob.arrayBuffer(), thumb };
}
