// Tries camera and microphone before a visit and says plainly what the browser answers. Nothing leaves the device. The words stand in the page.
(() => {
  'use strict';

  const by = name => document.getElementById(`device-${name}`);
  const [start, stop, sound, said, shown, picture, level] = ['start', 'stop', 'sound', 'said', 'shown', 'picture', 'level'].map(by);
  let stream, audio;
  const say = name => { said.textContent = said.dataset[name]; };
  const context = () => audio ||= new AudioContext();

  const listen = () => {
    const ear = context().createAnalyser(), samples = new Float32Array(ear.fftSize);
    context().createMediaStreamSource(stream).connect(ear);
    const look = () => {
      if (!stream) return;
      ear.getFloatTimeDomainData(samples);
      level.value = Math.min(1, 4 * Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length));
      setTimeout(look, 100);
    };
    look();
  };

  const end = () => {
    stream?.getTracks().forEach(track => track.stop());
    stream = picture.srcObject = null;
    [shown.hidden, stop.hidden, start.hidden] = [true, true, false];
  };

  start.addEventListener('click', async () => {
    if (!navigator.mediaDevices?.getUserMedia) return say('unsafe');
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
      picture.srcObject = stream;
      picture.play();
      [shown.hidden, stop.hidden, start.hidden] = [false, false, true];
      stop.focus();
      say('works');
      listen();
    } catch (error) {
      say({ NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'missing', OverconstrainedError: 'missing' }[error.name] || 'busy');
    }
  });
  stop.addEventListener('click', () => { end(); say('stopped'); start.focus(); });
  addEventListener('pagehide', end);

  sound.addEventListener('click', () => {
    const tone = context().createOscillator(), loud = context().createGain();
    loud.gain.value = .1;
    tone.connect(loud).connect(context().destination);
    tone.start();
    tone.stop(context().currentTime + 1);
  });

  document.getElementById('device').hidden = false;
})();
