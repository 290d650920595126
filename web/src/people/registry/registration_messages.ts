import { add_messages } from "../../app/messages.ts";
import "./messages.ts";
import "./answers_messages.ts";
import fr from "./registration.fr.json";

add_messages(fr, () => import("./registration.en.json"));
