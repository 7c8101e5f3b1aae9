// Say so when the browser used no passkey: nothing would happen on the page otherwise.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault() // it is told here, and is no fault for the console
  document.getElementById("passkey-failed").textContent =
    "The passkey was not used. Try again, or use another way."
})
