import { notFound } from "next/navigation";

/** Every address that is no page: answered inside the frame of its language. */
export default function UnknownPage(): never {
  notFound();
}
