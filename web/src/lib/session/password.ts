import { z } from "zod";

/** The shortest password that the API takes. */
export const PASSWORD_LENGTH = 10;

export const newPassword = z.string().min(PASSWORD_LENGTH).max(256);
