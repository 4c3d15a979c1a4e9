/**
 * CRC-64/NVME arithmetic on finished checksums (polynomial 0xAD93D23594C93659, reflected, initial and final value all
 * ones). Combining the checksums of a file's parts gives the checksum of the file, so every byte is read only once.
 */

const REFLECTED_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const ONE = 1n << 63n; // x^0 in reflected order

/** a · b modulo the polynomial, all reflected (the highest bit is x^0). */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  let factor = b;
  for (let bit = ONE; bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= factor;
    if ((a & (bit - 1n)) === 0n) break;
    factor = factor & 1n ? (factor >> 1n) ^ REFLECTED_POLYNOMIAL : factor >> 1n;
  }
  return product;
}

/** x^(8 · bytes) modulo the polynomial: what following a checksum with that many bytes multiplies it by. */
function shiftOf(bytes: number): bigint {
  let square = 1n << 62n; // x^1
  for (let doubling = 0; doubling < 3; doubling++) square = multiply(square, square); // x^8
  let shift = ONE;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shift = multiply(square, shift);
    square = multiply(square, square);
  }
  return shift;
}

/** The checksum of parts laid one after another, from each part's checksum and size in bytes. */
export function combineCrc64(parts: readonly { crc: bigint; sizeBytes: number }[]): bigint {
  const shifts = new Map<number, bigint>();
  let whole = 0n;
  for (const { crc, sizeBytes } of parts) {
    let shift = shifts.get(sizeBytes);
    if (shift === undefined) {
      shift = shiftOf(sizeBytes);
      shifts.set(sizeBytes, shift);
    }
    whole = multiply(shift, whole) ^ crc;
  }
  return whole;
}

/** S3's way to write a CRC64NVME: the eight bytes, most significant first, in base64. */
export function encodeCrc64(crc: bigint): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, crc);
  return btoa(String.fromCharCode(...bytes));
}

/** The inverse of {@link encodeCrc64}. */
export function decodeCrc64(text: string): bigint {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new DataView(bytes.buffer).getBigUint64(0);
}
