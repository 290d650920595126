import { add_messages } from "../app/messages.ts";
import fr from "./sign_in.fr.json";

add_messages(fr, () => import("./sign_in.en.json"));
